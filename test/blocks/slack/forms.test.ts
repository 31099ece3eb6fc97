import type { ModalView } from "@slack/types";
import { describe, expect, it } from "vitest";
import {
  addToItemModal,
  assignModal,
  dueModal,
  noteModal,
  skipModal,
  snoozeModal,
} from "../../../blocks/slack/checklist/item-modals.ts";
import {
  type Form,
  fieldId,
  formErrors,
  formFields,
  readAssignForm,
  readDueForm,
  readNoteForm,
  readSettingsForm,
  readSkipForm,
  readSnoozeForm,
  readStartForm,
} from "../../../blocks/slack/forms.ts";
import { settingsModal } from "../../../blocks/slack/start/settings-modal.ts";
import { refill, startModal } from "../../../blocks/slack/start/start-modal.ts";
import { closeout, item, now } from "./fixtures.ts";
import { actionIdsOf, objects } from "./look.ts";

const origin = { channel: "C0HRPROD", from: "message" } as const;
const view = {
  closeout: closeout(),
  now,
  lists: [{ id: "a", title: "A", parent: undefined, items: [item()] }],
};

/** A modal's state as Slack sends it when somebody submits it untouched but for these values. */
function stateOf(
  modal: ModalView,
  typed: Record<string, object> = {},
): Record<string, Record<string, object>> {
  const state: Record<string, Record<string, object>> = {};
  for (const block of objects(modal.blocks)) {
    const element = block["element"];
    if (block["type"] !== "input" || typeof element !== "object" || element === null) continue;
    const initial = Object.fromEntries(
      Object.entries(element).flatMap(([key, value]): [string, unknown][] => {
        if (key === "initial_value") return [["value", value]];
        return key.startsWith("initial_") ? [[key.replace("initial_", "selected_"), value]] : [];
      }),
    );
    const actionId = "action_id" in element ? String(element.action_id) : "";
    const type = "type" in element ? String(element.type) : "";
    state[String(block["block_id"])] = { [actionId]: { type, ...initial, ...typed[actionId] } };
  }
  return state;
}

describe("forms", () => {
  it.each<[Form, ModalView[]]>([
    ["start", [startModal("C0HRPROD", { timeZone: "Europe/Berlin" })]],
    ["settings", [settingsModal(closeout())]],
    ["skip", [skipModal(closeout(), item(), origin)]],
    ["snooze", [snoozeModal(closeout(), item(), origin)]],
    ["assign", [assignModal(closeout(), item(), origin)]],
    ["due", [dueModal(closeout(), item(), origin)]],
    ["note", [addToItemModal(view, origin, { kind: "note", text: "" })]],
  ])("%s asks for exactly the fields that are read back", (form, modals) => {
    const wanted: string[] = formFields[form].map((field: string) => `${form}.${field}`);
    for (const modal of modals) expect(actionIdsOf(modal.blocks).toSorted()).toEqual(wanted.toSorted());
  });

  it("read a start as typed", () => {
    const modal = startModal("C0HRPROD", {
      migration: { id: "mig_1", name: "HR", status: "certified" },
      name: "HR_PROD",
      cutover: closeout().cutover,
      timeZone: "Europe/Berlin",
    });
    const state = stateOf(modal, {
      [fieldId("start", "technical_lead")]: { selected_user: "U0TOM" },
      [fieldId("start", "budget")]: { value: "15000 USD" },
    });
    expect(readStartForm(state)).toEqual({
      migrationId: "mig_1",
      name: "HR_PROD",
      cutoverDate: "2026-03-02",
      cutoverTime: "02:30",
      timeZone: "Europe/Berlin",
      roles: { technical_lead: "U0TOM" },
      budget: "15000 USD",
    });
  });

  it("take what Sensei knows of a migration, but never what somebody typed", () => {
    const empty = { name: "", date: "", time: "" };
    const hr = { name: "HR_PROD", date: "2026-03-02", time: "02:30" };
    const crm = { name: "CRM", date: "2026-03-05", time: "04:00" };
    expect(refill(empty, empty, hr)).toEqual(hr);
    expect(refill(hr, hr, crm)).toEqual(crm);
    expect(refill({ ...hr, name: "Mine" }, hr, crm)).toEqual({ ...crm, name: "Mine" });
    expect(refill({ ...hr, time: "03:00" }, hr, crm)).toEqual({ ...hr, name: "CRM", time: "03:00" });
    expect(refill(hr, hr, empty)).toEqual(empty);
  });

  it("show anew what a choice filled in, and keep every other field as it was", () => {
    const filling = { name: "CRM", date: "2026-03-05", time: "04:00" };
    const before = startModal("C0HRPROD", { timeZone: "UTC" });
    const after = startModal("C0HRPROD", { timeZone: "UTC" }, { filling, filled: filling, revision: 1 });
    const ids = (drawn: ModalView) => drawn.blocks.flatMap((block) => block.block_id ?? []);
    const anew = ids(after).filter((id) => !ids(before).includes(id));
    expect(anew).toEqual(["start.name~1", "start.cutover_date~1", "start.cutover_time~1"]);
    expect(readStartForm(stateOf(after))).toMatchObject({ name: "CRM", cutoverDate: "2026-03-05" });
  });

  it("read an empty start as empty, not as an error", () => {
    const nothing = readStartForm(stateOf(startModal("C0HRPROD", { timeZone: "UTC" })));
    expect(nothing).toMatchObject({ migrationId: "", name: "", cutoverDate: "", roles: {}, budget: "" });
  });

  it("read settings back as they were shown", () => {
    const { settings, roles } = closeout();
    expect(readSettingsForm(stateOf(settingsModal(closeout())))).toEqual({
      digestTime: settings.digestTime,
      quietFrom: settings.quiet.from,
      quietTo: settings.quiet.to,
      workingDays: settings.workingDays,
      ownerAfterDays: 1,
      sponsorAfterDays: 3,
      roles,
    });
  });

  it("read numbers that are none as such", () => {
    const state = stateOf(settingsModal(closeout()), {
      [fieldId("settings", "owner_after_days")]: { value: "1e9" },
    });
    expect(readSettingsForm(state).ownerAfterDays).toBeNaN();
  });

  it("read the forms of an item", () => {
    const skip = stateOf(skipModal(closeout(), item(), origin), { "skip.reason": { value: "not needed" } });
    expect(readSkipForm(skip)).toEqual({ reason: "not needed" });
    const snooze = stateOf(snoozeModal(closeout(), item(), origin), {
      "snooze.date": { selected_date: "2026-03-09" },
    });
    expect(readSnoozeForm(snooze)).toEqual({ until: "date", date: "2026-03-09" });
    const assign = stateOf(assignModal(closeout(), item(), origin));
    expect(readAssignForm(assign)).toEqual({ user: "U0MARIA" });
    const nobody = stateOf(assignModal(closeout(), item({ assignee: undefined }), origin));
    expect(readAssignForm(nobody)).toEqual({ user: undefined });
    const due = stateOf(dueModal(closeout(), item(), origin));
    expect(readDueForm(due)).toEqual({ to: "2026-03-03 02:30" });
    const note = stateOf(
      noteModal(closeout(), item(), origin, { kind: "evidence", text: "https://example.com" }),
    );
    expect(readNoteForm(note)).toEqual({ itemId: undefined, kind: "evidence", text: "https://example.com" });
  });

  it("put a problem on its own field, whatever the block is called by now", () => {
    const state = {
      "start.name~2": { "start.name": { type: "plain_text_input" } },
      other: { x: { type: "y" } },
    };
    expect(formErrors("start", state, [{ field: "name", message: "Too long." }])).toEqual({
      "start.name~2": "Too long.",
    });
  });

  it("put a problem with something else where it is seen, and join two on one field", () => {
    const state = { "skip.reason": { "skip.reason": { type: "plain_text_input" } } };
    const problems = [
      { field: "reason", message: "Too short." },
      { field: "elsewhere", message: "Closed." },
    ];
    expect(formErrors("skip", state, problems)).toEqual({ "skip.reason": "Too short. Closed." });
  });
});
