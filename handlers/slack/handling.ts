import type { WebClient } from "@slack/web-api";
import type { Commands } from "../../blocks/slack/message.ts";
import type { Inbox, Log } from "../../src/ports.ts";
import type { UseCases } from "../../src/usecases/bind.ts";
import type { Workspace } from "./installation.ts";

/** What every listener works with. */
export type Handling = {
  readonly useCases: UseCases;
  readonly inbox: Inbox;
  /** For answers only: windows, Home, private messages. Whatever must not be lost goes through the use cases. */
  readonly client: WebClient;
  readonly workspace: Workspace;
  readonly commands: Commands;
  readonly log: Log;
};
