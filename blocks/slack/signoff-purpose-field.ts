import type { InputBlock, StaticSelect } from "@slack/types";
import type { Purpose } from "../../src/domain/signoff.ts";
import { purposesOnOffer } from "../../src/domain/signoff-by-hand.ts";
import { purposeDefaults } from "../../src/domain/signoff-purposes.ts";
import { field, option } from "./elements.ts";
import { fieldId } from "./forms.ts";

/** The choice among purposes in the form for a new request: a field among others, or alone. */
export function purposeField(purpose: Purpose): InputBlock {
  return field("signoff_request", "purpose", choiceOf(purpose), {
    label: "What is it about?",
    hint: "It fills in what is usual; everything can be changed.",
    dispatch: true,
  });
}

/** The same outside of a field, where there is nothing to submit. */
export function purposeSelect(purpose: Purpose): StaticSelect {
  return { ...choiceOf(purpose), action_id: fieldId("signoff_request", "purpose") };
}

function choiceOf(purpose: Purpose): StaticSelect {
  const options = purposesOnOffer.map((one) => option(capital(purposeDefaults[one].name), one));
  const chosen = options.find(({ value }) => value === purpose);
  return { type: "static_select", options, ...(chosen === undefined ? {} : { initial_option: chosen }) };
}

function capital(words: string): string {
  return words.replace(/^[a-z]/, (first) => first.toUpperCase());
}
