import { testOperationKills } from "./operation-kills.ts";

testOperationKills("migration");
