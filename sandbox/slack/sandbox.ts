import type { SandboxClock } from "../clock.ts";
import type { AppLink } from "./app-link/app-link.ts";
import type { Bus } from "./bus.ts";
import type { CallLog } from "./call-log.ts";
import type { Events } from "./events.ts";
import type { Faults } from "./faults.ts";
import type { FileStore } from "./file-store.ts";
import type { InstalledApp } from "./manifest.ts";
import type { Pacing } from "./pacing.ts";
import type { Posting } from "./posting.ts";
import type { ResponseUrls } from "./response-urls.ts";
import type { Triggers } from "./triggers.ts";
import type { ViewStore } from "./view-store.ts";
import type { World } from "./world.ts";

/** What the app has to show to be let in. */
export type Credentials = {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
};

/** Everything a running workspace consists of. */
export type Sandbox = {
  readonly credentials: Credentials;
  readonly clock: SandboxClock;
  readonly world: World;
  readonly bus: Bus;
  readonly files: FileStore;
  readonly views: ViewStore;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly posting: Posting;
  readonly events: Events;
  readonly link: AppLink;
  readonly installed: InstalledApp;
  readonly faults: Faults;
  readonly pacing: Pacing;
  readonly calls: CallLog;
  readonly baseUrl: () => string;
  readonly product: ProductTime;
};

/** What the sandbox may ask the product, so that its clock can stop where something is due. */
export type ProductTime = {
  /** When the product's next event is due (ISO 8601). */
  nextEvent(): Promise<string | undefined>;
  /** Whether everything due until now has been done and shown. */
  isQuiet(): Promise<boolean>;
};
