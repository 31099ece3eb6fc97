import type { KnownBlock } from "@slack/types";
import type { Below } from "./codec.ts";

/** A message: `text` alone says it all (notifications, screen readers), `blocks` show it. */
export type Message = { readonly text: string; readonly blocks: KnownBlock[] };

/** What people type to reach us; other apps may hold the usual name, so it is configurable. */
export type Commands = { readonly closeout: string; readonly cleanup: string; readonly archival: string };

/** Where a person clicked, so that the answer goes back there, and what lies below the window that opens. */
export type Origin = {
  readonly channel?: string;
  readonly from: "message" | "home" | "details" | "list" | "shortcut";
  readonly below?: Below | undefined;
};
