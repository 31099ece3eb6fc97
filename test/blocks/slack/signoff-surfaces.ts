import { renderNotice } from "../../../blocks/slack/notice.ts";
import { settingsChanged } from "../../../blocks/slack/outcomes.ts";
import * as told from "../../../blocks/slack/signoff/signoff-answers.ts";
import { askedElsewhere, elsewhereModal } from "../../../blocks/slack/signoff/signoff-elsewhere.ts";
import { signoffList } from "../../../blocks/slack/signoff/signoff-list.ts";
import { signoffMessage } from "../../../blocks/slack/signoff/signoff-message.ts";
import * as forms from "../../../blocks/slack/signoff/signoff-modals.ts";
import * as refused from "../../../blocks/slack/signoff/signoff-refusals.ts";
import { signoffRequestModal } from "../../../blocks/slack/signoff/signoff-request-modal.ts";
import type { Closeout } from "../../../src/domain/closeout.ts";
import { system } from "../../../src/domain/identity.ts";
import { roles } from "../../../src/domain/role.ts";
import {
  purposes,
  type Seat,
  type SignoffDocument,
  type SignoffRequest,
  signoffStates,
} from "../../../src/domain/signoff/signoff.ts";
import { mostDocuments, mostSeats } from "../../../src/domain/signoff/signoff-rules.ts";
import { finding } from "../../handlers/slack/stub-use-cases.ts";
import { artifactOf } from "./archive-surfaces.ts";
import { ana, at, card, now, signoffId } from "./fixtures.ts";
import type { Surface } from "./surfaces.ts";

const commands = { closeout: "/closeout", cleanup: "/cleanup", archival: "/archival" };
const id = signoffId;

/** A place at the table in which nothing was said. */
export function seatOf(different: Partial<Seat> = {}): Seat {
  return {
    id: "00000000-0000-4000-8000-00000000000b",
    role: "technical_lead",
    user: "U0TOM",
    name: "Tom Becker",
    turn: 1,
    askedAt: now,
    decision: undefined,
    delegation: undefined,
    leftAt: undefined,
    replaced: undefined,
    reminded: 0,
    remindAt: undefined,
    ownerToldAt: undefined,
    lookAt: undefined,
    ...different,
  };
}

/** Somebody's word in their place. */
export function decidedSeat(
  different: Partial<Seat>,
  decision: "approved" | "rejected" = "approved",
  words?: string,
): Seat {
  const seat = seatOf(different);
  return {
    ...seat,
    decision: {
      decision,
      by: { ...ana, user: seat.user, name: seat.name },
      onBehalfOf: undefined,
      words,
      at: now,
      timeZone: "Europe/Berlin",
      platformRequest: "V1",
    },
  };
}

/** A request to four people, of whom nobody has decided. */
export function requestOf(different: Partial<SignoffRequest> = {}): SignoffRequest {
  return {
    id,
    closeoutId: "c1",
    number: 2,
    purpose: "project_acceptance",
    title: "Acceptance of the project",
    meaning: "I accept the outcome of the migration as described in the final report.",
    documents: [documentOf("BEC-1.pdf")],
    seats: [
      seatOf(),
      seatOf({ id: "s2", role: "compliance_officer", user: "U0JONAS", name: "Jonas Weber" }),
      seatOf({ id: "s3", role: "business_sponsor", user: "U0EVA", name: "Eva Lindqvist" }),
      seatOf({ id: "s4", role: undefined, user: "U0LI", name: "Li Na" }),
    ],
    quorum: { kind: "all" },
    order: "parallel",
    decideBy: at("2026-04-03T17:00"),
    effect: { kind: "none" },
    requestedBy: ana,
    requestedAt: now,
    questions: [],
    state: "open",
    ended: undefined,
    head: { seq: 41, hash: "5b1d".padEnd(64, "9") },
    ...different,
  };
}

function documentOf(name: string, index = 0): SignoffDocument {
  return { name, sha256: String(index).padStart(64, "9"), origin: { kind: "file" } };
}

/** Everything that is shown about sign-offs, with somebody's words wherever there are words, and as many of all as rules allow. */
export function signoffSurfaces(words: string, many: number, closeout: Closeout): Record<string, Surface> {
  const delegation = { to: "U0MARIA", name: words, offeredAt: now, answeredAt: now, reason: words };
  const kinds: readonly Partial<Seat>[] = [
    {},
    { askedAt: undefined },
    { leftAt: now },
    { delegation: { ...delegation, state: "offered" } },
    { delegation: { ...delegation, state: "accepted" } },
    { delegation: { ...delegation, state: "declined" } },
    { replaced: { by: ana, at: now, reason: words, seat: "x" } },
    decidedSeat({}, "approved", words),
    decidedSeat({}, "rejected", words),
  ];
  const seats = Array.from({ length: Math.min(many, mostSeats) }, (_, index) =>
    seatOf({
      name: words,
      role: roles[index % 5],
      ...kinds[index % kinds.length],
      id: `${id.slice(0, -2)}${10 + index}`,
    }),
  );
  const [seat = seatOf()] = seats;
  const base = requestOf({
    title: words,
    meaning: words,
    documents: Array.from({ length: Math.min(many, mostDocuments) }, (_, index) => documentOf(words, index)),
    seats: [seatOf({ name: words }), ...seats],
    questions: Array.from({ length: many }, (_, index) => ({ id: `q${index}`, by: ana, at: now, words })),
  });
  const states = signoffStates.map((state) =>
    state === "open" ? base : { ...base, state, ended: { at: now, by: ana, reason: words } },
  );
  const notice = { kind: "signoff", closeout, request: base } as const;
  const artifacts = Array.from({ length: many }, (_, index) => artifactOf(words, index));
  const form = { closeout, request: base };
  const messages = states.flatMap((request): [string, Surface][] => [
    [
      `channel-${request.state}`,
      signoffMessage({ closeout, request, reader: undefined, mayOverride: true, artifacts }),
    ],
    [
      `direct-${request.state}`,
      signoffMessage({ closeout, request, reader: "U0TOM", mayOverride: false, artifacts: [] }),
    ],
    [`outcome-${request.state}`, renderNotice({ ...notice, request, about: "outcome" })],
    [`over-${request.state}`, renderNotice({ ...notice, request, about: "reminder", seat })],
    [`ended-${request.state}`, refused.signoffEnded(closeout, request)],
  ]);
  const seatNotices = [seat, ...seats.slice(3, 6)].flatMap((one, index): [string, Surface][] =>
    (["reminder", "escalation", "left", "delegation"] as const).map((about) => [
      `${about}-${index}`,
      renderNotice({ ...notice, about, seat: one }),
    ]),
  );
  const question = { id: "q", by: ana, at: now, words };
  const named = {
    ...Object.fromEntries([...messages, ...seatNotices]),
    question: renderNotice({ ...notice, about: "question", question, inThread: false }),
    questionInThread: renderNotice({ ...notice, about: "question", question, inThread: true }),
    approve: forms.approveModal(form, seats.slice(0, 5)),
    reject: forms.rejectModal(form, [seat]),
    ask: forms.askModal({ ...form, below: { list: "todo", page: 3 } }),
    delegate: forms.delegateModal(form, seats.slice(0, 2)),
    replace: forms.replaceModal(form, seat.id),
    withdraw: forms.withdrawModal(form),
    override: forms.overrideModal(form),
    list: signoffList(
      closeout,
      Array.from({ length: many }, () => base),
      true,
    ),
    listEmpty: signoffList(closeout, [], true),
    card: renderNotice(card({ closeout, signoffs: Array.from({ length: many }, () => base) })),
    notAsked: refused.notAsked(closeout, base),
    ownRequest: refused.ownRequest(closeout, base),
    notYourTurn: refused.notYourTurn(closeout, base),
    decidedBefore: refused.decidedBefore(closeout, base, decidedSeat({}), "U0EVA"),
    decidedByDelegate: refused.decidedByDelegate(closeout, base, seat),
    acceptFirst: refused.acceptFirst(closeout, base, seat),
    replacedByOwner: refused.replacedByOwner(closeout, base, {
      ...seat,
      replaced: { by: ana, at: now, reason: words, seat: "s" },
    }),
    nothingToGive: refused.nothingToGive(closeout, base),
    nothingToTakeBack: refused.nothingToTakeBack(closeout, base),
    givenBefore: refused.givenBefore(closeout, base, seat),
    notOffered: refused.notOffered(closeout, base),
    seatSettled: refused.seatSettled(closeout, base),
    overrideNotAllowed: refused.overrideNotAllowed(closeout, base),
    noted: told.decisionNoted(closeout, base, "approved"),
    requested: told.signoffRequested(closeout, base),
    asked: told.questionAsked(closeout, base),
    offered: told.delegationOffered(closeout, base, "U0MARIA"),
    takenBack: told.delegationTakenBack(closeout, base),
    accepted: told.delegationAnswered(closeout, base, seat, true),
    declined: told.delegationAnswered(closeout, base, seat, false),
    replaced: told.signatoryReplaced(closeout, base, "U0TOM", "U0MARIA"),
    withdrawn: told.signoffWithdrawn(closeout, base),
    overridden: told.signoffOverridden(closeout, base),
    noSuch: told.noSuchSignoff(closeout, 7, commands),
    unknown: told.unknownSignoff(commands),
    unknownWord: told.unknownSignoffWord(words, words, commands),
    ...Object.fromEntries(
      purposes.map((purpose) => [`form-${purpose}`, requestForm(closeout, words, many, purpose)]),
    ),
    ...Object.fromEntries(
      (["decommission_source", "early_gate", "checkpoints_release", "disposal"] as const).flatMap(
        (purpose): [string, Surface][] => [
          [`elsewhere-${purpose}`, elsewhereModal(closeout, purpose, many, commands)],
          [`elsewhere-said-${purpose}`, askedElsewhere(purpose, commands)],
        ],
      ),
    ),
    byCloseout: signoffMessage({
      closeout,
      request: { ...base, requestedBy: system },
      reader: "U0TOM",
      mayOverride: false,
      artifacts,
    }),
    rightLost: refused.rightLost(closeout, base, seat),
    rolesMoved: settingsChanged(closeout, [
      ...Array.from({ length: many }, () => ({ kind: "asked", request: base, old: seat, seat }) as const),
      { kind: "stranded", request: base, old: seat },
    ]),
    roleStranded: settingsChanged(closeout, [
      { kind: "stranded", request: base, old: seat, user: "U0MARIA", why: "requester" },
      { kind: "stranded", request: base, old: seat, user: "U0MARIA", why: "takes_part" },
      { kind: "stranded", request: base, old: seat },
    ]),
  };
  return Object.fromEntries(Object.entries(named).map(([name, surface]) => [`signoff-${name}`, surface]));
}

function requestForm(closeout: Closeout, words: string, many: number, purpose: SignoffRequest["purpose"]) {
  const documents = Array.from({ length: many }, (_, index) => ({
    ...documentOf(words, index),
    title: words,
  }));
  return signoffRequestModal({
    closeout,
    commands,
    requester: "U0TOM",
    purpose,
    documents,
    findings: Array.from({ length: Math.min(many, 3) }, (_, index) => ({
      number: many,
      finding: {
        ...finding,
        metric: (["query_latency", "throughput", "storage"] as const)[index] ?? "storage",
      },
    })),
    filling: {
      title: words,
      meaning: words,
      documents: documents.slice(0, 2).map(({ sha256 }) => sha256),
      roles: ["compliance_officer"],
      decideBy: now,
    },
    revision: many,
  });
}
