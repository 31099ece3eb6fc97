import type { Migration } from "kysely/migration";
import * as closeouts from "./0001-closeouts.ts";
import * as senseiRateLimit from "./0002-sensei-rate-limit.ts";
import * as archive from "./0003-archive.ts";
import * as cardIndex from "./0004-card-index.ts";
import * as documents from "./0005-documents.ts";
import * as certificates from "./0006-certificates.ts";
import * as baselines from "./0007-baselines.ts";
import * as operations from "./0008-operations.ts";
import * as archiveUpkeep from "./0009-archive-upkeep.ts";
import * as signoffs from "./0010-signoffs.ts";
import * as ledger from "./0011-ledger.ts";
import * as bundles from "./0012-bundles.ts";
import * as reports from "./0013-reports.ts";
import * as retrospective from "./0014-retrospective.ts";
import * as budget from "./0015-budget.ts";
import * as handover from "./0016-handover.ts";
import * as decommissions from "./0017-decommissions.ts";
import * as releasedFor from "./0018-released-for.ts";
import * as disposalBySignoff from "./0019-disposal-by-signoff.ts";
import * as archiveLeftovers from "./0020-archive-leftovers.ts";

/** Every migration in its order. A migration is never edited or removed once landed; the next one gets the next number. */
export const migrations: Readonly<Record<string, Migration>> = {
  "0001-closeouts": closeouts,
  "0002-sensei-rate-limit": senseiRateLimit,
  "0003-archive": archive,
  "0004-card-index": cardIndex,
  "0005-documents": documents,
  "0006-certificates": certificates,
  "0007-baselines": baselines,
  "0008-operations": operations,
  "0009-archive-upkeep": archiveUpkeep,
  "0010-signoffs": signoffs,
  "0011-ledger": ledger,
  "0012-bundles": bundles,
  "0013-reports": reports,
  "0014-retrospective": retrospective,
  "0015-budget": budget,
  "0016-handover": handover,
  "0017-decommissions": decommissions,
  "0018-released-for": releasedFor,
  "0019-disposal-by-signoff": disposalBySignoff,
  "0020-archive-leftovers": archiveLeftovers,
};
