import type { SeenMessage } from "../../sandbox/control-client.ts";
import { buttonIn, cleanupPeople } from "./cleanup-people.ts";
import { openForm } from "./open-form.ts";
import { allDone } from "./outbox.ts";
import { ask, cast, clockOf, hrProd, type Scenario } from "./scenario.ts";
import { waitFor } from "./wait-for.ts";

const { channel } = hrProd;

/** The people of a decommissioning, who type commands, fill forms in and press buttons. */
export function decommissionPeople(scenario: () => Scenario) {
  const control = () => scenario().control;
  const { click, submit } = cleanupPeople(scenario);
  const later = async (duration: string) => {
    await control().post("clock", { advance: duration });
    await allDone(scenario().database.url, () => clockOf(control()));
  };
  /** Opens the form that a command opens. */
  const form = async (as: string, text: string) => {
    await control().command(as, channel, `/closeout decommission ${text}`);
    return await openForm(control(), as, `the form of ${text}`);
  };
  const view = async (as: string): Promise<SeenMessage> => {
    const text = await ask(control(), as, channel, "/closeout decommission");
    const seen = (await control().messages(as, channel)).findLast((one) => one.text === text);
    if (seen === undefined) throw new Error("There is no view.");
    return seen;
  };
  const check = async () => {
    await form(cast.operations_lead, "evidence P1");
    return await submit(cast.operations_lead, {
      "connections.words": "No session since Monday.",
      "connections.checked_by": cast.operations_lead,
    });
  };
  const backup = async () => {
    await form(cast.technical_lead, "evidence P3");
    const today = (await clockOf(control())).toZonedDateTimeISO("Europe/Berlin").toPlainDate();
    return await submit(cast.technical_lead, {
      "backup.location": "s3://vault/hr_prod/final",
      "backup.size": "412 GB",
      "backup.checksum": "sha256:9f2c4e11aa",
      "backup.restored_by": cast.technical_lead,
      "backup.restored_on": today.toString(),
      "backup.restore_words": "All 214 tables were readable.",
    });
  };
  const takeStep = async (
    id: string,
    as: string = cast.operations_lead,
    values: Record<string, string> = {},
  ) => {
    await form(as, `step ${id}`);
    return await submit(as, { "step.evidence": `CHG for ${id}`, ...values });
  };
  const approve = async (as: string, words: RegExp) => {
    const request = await waitFor(async () =>
      (await control().messages(as, "U0CLOSEOUT")).findLast(
        ({ text, blocks }) => words.test(text) && JSON.stringify(blocks).includes("signoff.approve"),
      ),
    );
    await click(as, request, "signoff.approve", buttonIn(request, "signoff.approve"), "U0CLOSEOUT");
    await submit(as, {});
  };
  /** Everybody who has to approve the plan does. */
  const approvePlan = async () => {
    await ask(control(), cast.technical_lead, channel, "/closeout decommission approval");
    for (const as of [cast.business_sponsor, cast.compliance_officer, cast.operations_lead]) {
      await approve(as, /Decommissioning of the source database/);
    }
    await waitFor(async () => JSON.stringify((await view(cast.owner)).blocks).includes("bound to this plan"));
  };
  return { later, form, view, check, backup, takeStep, approvePlan };
}
