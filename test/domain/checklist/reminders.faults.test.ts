import { describe, test } from "vitest";
import { reminderProperties } from "./reminder-properties.ts";

describe("over thousands of random cutovers, zones and settings, the schedule", () => {
  for (const [name, holds] of Object.entries(reminderProperties)) test(name, () => holds(2000));
});
