import type { ActionsBlock, InputBlock, StaticSelect } from "@slack/types";
import type { Purpose } from "../../../src/domain/signoff/signoff.ts";
import { purposesOnOffer } from "../../../src/domain/signoff/signoff-by-hand.ts";
import { purposeDefaults } from "../../../src/domain/signoff/signoff-purposes.ts";
import { actions, field, option, plain } from "../elements.ts";
import { fieldId } from "../forms.ts";

/** The choice among purposes in the form for a new request: a field among others, or alone. */
export function purposeField(purpose: Purpose): InputBlock {
  return field("signoff_request", "purpose", choiceOf(purpose), {
    label: "What is it about?",
    hint: "It fills in what is usual; everything can be changed.",
    dispatch: true,
  });
}

/**
 * The same where there is nothing to fill in and nothing to submit. It has the field's own ids: what was chosen in one of them is what is
 * chosen in the other.
 */
export function purposeAlone(purpose: Purpose): ActionsBlock {
  const id = fieldId("signoff_request", "purpose");
  return { ...actions({ ...choiceOf(purpose), action_id: id }), block_id: id };
}

function choiceOf(purpose: Purpose): StaticSelect {
  const options = purposesOnOffer.map((one) => option(capital(purposeDefaults[one].name), one));
  const chosen = options.find(({ value }) => value === purpose);
  const placeholder = plain("What is it about?");
  return {
    type: "static_select",
    placeholder,
    options,
    ...(chosen === undefined ? {} : { initial_option: chosen }),
  };
}

function capital(words: string): string {
  return words.replace(/^[a-z]/, (first) => first.toUpperCase());
}
