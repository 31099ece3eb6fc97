import { automationTarget } from "./kill-targets.ts";
import { testOperationKills } from "./operation-kills.ts";

testOperationKills(automationTarget, "an automated task");
