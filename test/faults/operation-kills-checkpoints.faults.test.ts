import { senseiTarget } from "./kill-targets.ts";
import { testOperationKills } from "./operation-kills.ts";

testOperationKills(() => senseiTarget("checkpoints"), "checkpoints");
