import { join } from "node:path";
import type { Closeout } from "../../src/domain/closeout.ts";
import { measureBaseline } from "../../src/usecases/baseline/measure-baseline.ts";
import { askBundle } from "../../src/usecases/bundle/ask-bundle.ts";
import { archive, closeoutWithExport, workOff } from "./archive-world.ts";
import { referenceComparison } from "./baselines.ts";
import { issue, look, send, settle } from "./certified.ts";
import { decide, requested } from "./signoffs.ts";
import { smallTemplateText, templateFrom } from "./small-template.ts";
import { member, type World } from "./world.ts";

/** A procedure with everything that a bundle tells of: a certificate for two people, artifacts, a checklist. */
export const bundleTemplate = templateFrom(
  `${smallTemplateText
    .replace(
      "certificate_recipients: []",
      "certificate_recipients:\n  - { role: technical_lead, reason: for records }\n  - { role: compliance_officer, reason: for audit file }",
    )
    .replace("artifacts: []", "")}
artifacts:
  - { id: certificate, name: Certificate, retention: P7Y, location: Compliance archive }
  - { id: logs, name: Execution logs, retention: P2Y, location: Log archive }
artifact_rules:
  - { match: "certificate/**", kind: certificate }
  - { match: "logs/**", kind: logs }
`,
);

/** A closeout in which something of everything has happened. */
export async function livedCloseout(world: World): Promise<Closeout> {
  const closeout = await closeoutWithExport(world);
  issue(world, closeout);
  await look(world, closeout);
  await send(world, closeout);
  await settle(world);
  world.sensei.comparisons.set(closeout.migration.id, referenceComparison);
  await measureBaseline(world.deps, { closeoutId: closeout.id, member: member("ana") });
  await archive(world, closeout);
  // An earlier bundle leaves signed heads in the middle of the ledger.
  await exportBundle(world, closeout);
  await world.act(closeout, "W1", { kind: "complete" });
  await world.act(closeout, "W2", { kind: "evidence", text: "https://wiki.example.com/feedback" });
  await world.act(closeout, "W2", { kind: "note", text: "They like it. 山田さんも。" });
  const certificate = await world.store.certificates.latest(closeout.id);
  const documents = certificate?.pdfSha256 === undefined ? [] : [certificate.pdfSha256];
  const accepted = await requested(world, closeout, { documents });
  await decide(world.deps, accepted, "tom", "approved", { words: "Looks complete." });
  await decide(world.deps, accepted, "jonas");
  await decide(world.deps, accepted, "eva");
  const rejected = await requested(world, closeout, {
    title: "Go on without the third rehearsal",
    roles: ["it_audit"],
  });
  await decide(world.deps, rejected, "li", "rejected");
  await requested(world, closeout, { title: "Still open" });
  await world.deliver();
  return closeout;
}

/** Somebody asks for a bundle and gets it. @returns where it lies in the archive */
export async function exportBundle(world: World, closeout: Closeout, as = "li"): Promise<string> {
  const outcome = await askBundle(world.deps, { closeoutId: closeout.id, member: member(as) });
  if (outcome.kind !== "asked") throw new Error(JSON.stringify(outcome));
  await workOff(world);
  await world.deliver();
  const bundle = await world.store.bundles.get(outcome.bundle.id);
  if (bundle?.state.kind !== "made") throw new Error(JSON.stringify(bundle));
  const { location, key } = bundle.state.place;
  return join(world.folder, "archive", location, key);
}
