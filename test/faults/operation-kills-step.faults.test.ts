import { testOperationKills } from "./operation-kills.ts";
import { stepTarget } from "./step-target.ts";

testOperationKills(stepTarget, "an automated step");
