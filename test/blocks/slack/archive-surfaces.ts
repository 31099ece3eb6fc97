import { Temporal } from "temporal-polyfill";
import {
  artifactClassified,
  artifactNumberMissing,
  holdChanged,
  noSuchArtifact,
  storeFailed,
  unknownArchiveWord,
  verificationAsked,
} from "../../../blocks/slack/archive/archive-answers.ts";
import { archivePlanMessage } from "../../../blocks/slack/archive/archive-plan.ts";
import {
  archiveRegisterMessage,
  archiveUnclassifiedMessage,
} from "../../../blocks/slack/archive/archive-register.ts";
import { decidedInSignoff } from "../../../blocks/slack/archive/earlier-disposal.ts";
import { holdModal } from "../../../blocks/slack/archive/hold-modal.ts";
import { renderNotice } from "../../../blocks/slack/notice.ts";
import type { ArchiveView } from "../../../src/domain/archive/archive-view.ts";
import type { ArchiveRun, Artifact } from "../../../src/domain/archive/artifact.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { ana, now, signoffId } from "./fixtures.ts";
import type { Surface } from "./surfaces.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };

/** Everything that the archive shows, with somebody's words in every place that takes words. */
export function archiveSurfaces(words: string, many: number, closeout: Closeout): Record<string, Surface> {
  const artifacts = Array.from({ length: many }, (_, index) => artifactOf(words, index));
  const only = artifactOf(words, 0);
  const view: ArchiveView = {
    closeout,
    now,
    kinds: (["missing", "verified", "misplaced", "damaged"] as const).flatMap((state, index) =>
      Array.from({ length: Math.ceil(many / 4) }, (_, nth) => ({
        kind: {
          id: `kind_${index}_${nth}`,
          name: words,
          retention: nth % 2 === 0 ? "P7Y" : "indefinite",
          location: words,
        },
        where: words,
        state,
        files: nth,
        bytes: 1e12,
      })),
    ),
    artifacts,
    run: undefined,
    mayRun: true,
  };
  const runs = (["running", "completed", "refused", "failed"] as const).map(
    (kind): ArchiveRun => ({
      id: "r",
      closeoutId: closeout.id,
      startedBy: ana,
      startedAt: now,
      progress: { entries: 3, ofEntries: 9, bytes: 1e9, ofBytes: 3e9 },
      export: { bytes: 1e9, sha256: "a".repeat(64) },
      attempts: 1,
      state:
        kind === "running"
          ? { kind }
          : kind === "completed"
            ? { kind, at: now }
            : { kind, at: now, why: words },
    }),
  );
  const names = Array.from({ length: many }, () => words);
  const verification = { id: "v", closeoutId: closeout.id, number: undefined, askedBy: ana, askedAt: now };
  return {
    archivePlan: archivePlanMessage(view, commands),
    archiveRegister: archiveRegisterMessage(view, commands),
    archiveRegisterLast: archiveRegisterMessage(view, commands, many),
    archiveRegisterEmpty: archiveRegisterMessage({ ...view, artifacts: [] }, commands),
    archiveUnclassified: archiveUnclassifiedMessage(view),
    archiveUnclassifiedNext: archiveUnclassifiedMessage(view, 1),
    ...Object.fromEntries(
      runs.map((run) => [
        `archiveRun-${run.state.kind}`,
        renderNotice({
          kind: "archive_run",
          closeout,
          run,
          registered: artifacts,
          kept: many,
          missing: names,
          unclassified: artifacts,
          latest: true,
        }),
      ]),
    ),
    archiveVerifying: renderNotice({
      kind: "archive_verification",
      closeout,
      verification: { ...verification, finishedAt: undefined },
      asked: artifacts,
    }),
    archiveVerified: renderNotice({
      kind: "archive_verification",
      closeout,
      verification: { ...verification, finishedAt: now },
      asked: artifacts,
    }),
    archiveFindings: renderNotice({ kind: "archive_findings", closeout, findings: artifacts }),
    archiveFindingsNone: renderNotice({ kind: "archive_findings", closeout, findings: [] }),
    earlierDisposal: renderNotice({ kind: "disposal", closeout }),
    decidedInSignoff: decidedInSignoff(commands),
    hold: holdModal("hold", { ...only, closeoutId: "c".repeat(36) }, "C1"),
    release: holdModal("release", { ...only, closeoutId: "c".repeat(36) }),
    holdDone: holdChanged(only, "hold", { kind: "done", stored: false, voided: true }),
    holdAlready: holdChanged(only, "release", { kind: "already" }),
    classified: artifactClassified(only, {
      name: words,
      location: words,
      retainUntil: "indefinite",
      longer: true,
      copyStays: true,
    }),
    storeFailed: storeFailed(words),
    verificationAsked: verificationAsked(closeout, many),
    noSuchArtifact: noSuchArtifact(closeout, 3, commands),
    numberMissing: artifactNumberMissing("hold", words, commands),
    unknownArchiveWord: unknownArchiveWord(words, "verify", commands),
  };
}

const outcomes = ["whole", "altered", "missing", "unreadable"] as const;

/** One line of the register; those that were asked about are so in the request of the other surfaces. */
export function artifactOf(words: string, index: number): Artifact {
  const reason = words;
  const request = index % 8 < 4 ? signoffId : undefined;
  const noticedAt = now;
  const disposals: readonly (Artifact["disposal"] | undefined)[] = [
    { kind: "waiting", noticedAt, request },
    { kind: "approved", noticedAt, request, by: ana, at: now, reason },
    { kind: "rejected", noticedAt, request, by: ana, at: now, reason },
    undefined,
  ];
  return {
    id: `a${index}`,
    closeoutId: "c",
    number: index + 1,
    runId: "r",
    kind: index % 3 === 2 ? "kind_0_0" : undefined,
    path: words,
    location: words,
    place: { location: "log-archive", key: "k" },
    bytes: index * 1_000_003,
    sha256: "b".repeat(64),
    mediaType: "text/plain",
    storedAt: now,
    retention: "P7Y",
    retainUntil: index % 2 === 0 ? Temporal.PlainDate.from("2033-03-02") : "indefinite",
    classifiedBy: undefined,
    verified: { at: now, outcome: outcomes[index % 4] ?? "whole" },
    hold: index % 5 === 4 ? { by: ana, at: now, reason } : undefined,
    storeHolds: index % 2 === 0,
    disposal: disposals[index % 4],
    disposed: index % 8 === 1 ? { at: now, by: ana } : undefined,
  };
}
