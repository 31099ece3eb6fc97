import { type SenseiOperationKind, senseiOperations } from "../../src/domain/cleanup/cleanup-facts.ts";
import { buttonIn, cleanupPeople } from "../support/cleanup-people.ts";
import { query } from "../support/query.ts";
import { ask, cast, hrProd, type Scenario } from "../support/scenario.ts";
import { openSenseiTap, type SenseiCall, type SenseiTap } from "../support/sensei-tap.ts";
import { waitFor } from "../support/wait-for.ts";
import { automationEnv, openAutomation } from "./automation-server.ts";
import type { OperationPoint } from "./operation-kills.ts";

/** What a campaign kills workers over: something that is asked for in the channel and done on another server. */
export type KillTarget = {
  readonly name: string;
  /** What sets the seeds of the targets apart. */
  readonly index: number;
  /** In front of the server that does it. */
  openTap(scenario: Scenario): Promise<SenseiTap>;
  /** What the product has to know of the tap: variables, and for the worker another address of Sensei. */
  env(tap: SenseiTap): Readonly<Record<string, string>>;
  behind(scenario: Scenario, tap: SenseiTap): { readonly sensei?: Scenario["sensei"] };
  /** Whether this call changes something. */
  changes(call: SenseiCall): boolean;
  /** Everything is as before it was ever done, and the server answers as the point says. */
  prepare(scenario: Scenario, point: OperationPoint): Promise<void>;
  /** Asks for it as people do: a click, a form, for checkpoints a release. */
  askFor(scenario: Scenario): Promise<void>;
  /** How often it has been done. */
  effects(scenario: Scenario): Promise<number>;
  /** Looks at what else has to be so after one was done, or was not. */
  afterwards?(scenario: Scenario, happened: boolean, words: string): Promise<void>;
  close(): void;
};

const { migration } = hrProd;
const paths = { storage: "cleanup", checkpoints: "checkpoints", migration: "archive" } as const;

/** One of the operations at Sensei. */
export function senseiTarget(kind: SenseiOperationKind): KillTarget {
  const path = paths[kind];
  return {
    name: kind,
    index: senseiOperations.indexOf(kind),
    openTap: ({ sensei }) => openSenseiTap(sensei.url),
    env: () => ({}),
    behind: ({ sensei }, { url }) => ({ sensei: { ...sensei, url } }),
    changes: (call) => call.method !== "GET" && call.path.endsWith(`/${path}`),
    prepare: async ({ sensei: { control } }, { answer, fault }) => {
      await control.delete("faults");
      await control.post(`migrations/${migration}`, {
        status: "certified",
        resources: { checkpoints: 12, temporary_storage_gb: 14 },
      });
      await control.post("operations", { migration_id: migration, answer });
      if (fault !== undefined)
        await control.post("faults", { kind: fault, path: `/migrations/${migration}/${path}` });
    },
    askFor: (scenario) => askSensei(scenario, kind),
    effects: (scenario) => cleanupPeople(() => scenario).applied(path),
    close: () => undefined,
  };
}

async function askSensei(scenario: Scenario, kind: SenseiOperationKind): Promise<void> {
  const { plan, click, submit, run } = cleanupPeople(() => scenario);
  if (kind === "storage") {
    await run(cast.owner, kind);
  } else if (kind === "migration") {
    const seen = await plan(cast.owner);
    await click(cast.owner, seen, "cleanup.anyway", buttonIn(seen, "cleanup.anyway"));
    await submit(cast.owner, { "anyway.reason": "The licence ends today." });
  } else {
    await run(cast.owner, kind);
    await submit(cast.owner, { "checkpoints.name": hrProd.name });
    const [row] = await query(
      scenario.database.url,
      "select request.id from signoff_request request join operation on request.effect->>'operation' = operation.id::text where request.state = 'open'",
    );
    const id = String(row?.["id"]);
    const request = await waitFor(
      async () =>
        (await scenario.control.messages(cast.compliance_officer, "U0CLOSEOUT")).findLast((one) =>
          JSON.stringify(one.blocks).includes(id),
        ),
      { what: "the request to the compliance officer" },
    );
    const value = buttonIn(request, "signoff.approve");
    await click(cast.compliance_officer, request, "signoff.approve", value, "U0CLOSEOUT");
    await submit(cast.compliance_officer, {});
  }
}

/** An infrastructure task that a company's automation does. */
export async function automationTarget(): Promise<KillTarget> {
  const automation = await openAutomation();
  return {
    name: "an automated task",
    index: senseiOperations.length,
    openTap: () => openSenseiTap(automation.address),
    env: ({ url }) => automationEnv("X1", url),
    behind: () => ({}),
    changes: ({ method }) => method === "POST",
    prepare: async ({ control }, point) => {
      automation.answer(point);
      await ask(control, cast.owner, hrProd.channel, "/closeout uncheck X1");
    },
    askFor: async (scenario) => {
      const { plan, click } = cleanupPeople(() => scenario);
      const seen = await plan(cast.technical_lead);
      await click(cast.technical_lead, seen, "cleanup.run", buttonIn(seen, "cleanup.run", `"k":"task"`));
    },
    effects: async () => automation.timesDone(),
    close: () => automation.close(),
  };
}
