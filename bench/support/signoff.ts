import { pino } from "pino";
import { Temporal } from "temporal-polyfill";
import type { Clock, People } from "../../src/ports.ts";
import { createDatabase } from "../../src/postgres/database.ts";
import { createStore } from "../../src/postgres/store.ts";
import { requestSignoff } from "../../src/usecases/signoff/request-signoff.ts";
import { testSigner } from "../../test/support/signers.ts";
import { idleQueue } from "./idle-queue.ts";

const log = pino({ level: "silent" });
const clock: Clock = { now: () => Temporal.Now.instant() };
const people: People = {
  profile: async (_, user) => ({ user, name: user, kind: "member", timeZone: "Europe/Berlin" }),
};

/** Requests sign-off of the stakeholders in a channel's closeout, through the product's own use case. Returns the request's id. */
export async function openSignoff(databaseUrl: string, channel: string): Promise<string> {
  const db = createDatabase({ url: databaseUrl, poolSize: 1, log });
  try {
    const store = createStore(db, clock, { betweenPostsMs: 0 }, testSigner);
    const closeout = await store.closeouts.openInChannel(
      { platform: "slack", tenant: "T0NORTHWIND" },
      channel,
    );
    if (closeout === undefined) throw new Error(`There is no closeout in ${channel}`);
    const outcome = await requestSignoff(
      { ...store, clock, people, queue: idleQueue, log },
      {
        closeoutId: closeout.id,
        member: { ...closeout.installation, user: closeout.owner, name: "ana", timeZone: undefined },
        form: {
          purpose: "project_acceptance",
          title: "Acceptance of the project",
          meaning: "I accept the outcome of the migration as described in the final report.",
          documents: [],
          roles: ["technical_lead", "compliance_officer", "business_sponsor", "it_audit"],
          people: [],
          quorum: { kind: "all" },
          order: "parallel",
          decideBy: clock.now().add({ hours: 240 }),
        },
      },
    );
    if (outcome.kind !== "requested")
      throw new Error(`No sign-off was requested: ${JSON.stringify(outcome)}`);
    return outcome.request.id;
  } finally {
    await db.destroy();
  }
}
