import { timeZoneOptions } from "../../../blocks/slack/options.ts";
import type { OptionsListener } from "../search.ts";

/** Searches among the time zones for the start form. */
export const timeZones: OptionsListener = async ({ query }) => timeZoneOptions(query);
