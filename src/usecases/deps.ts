import type { Template } from "../domain/template.ts";
import type {
  Baselines,
  Chat,
  Clock,
  Closeouts,
  Deliveries,
  Log,
  People,
  Pictures,
  Queue,
  Reminders,
  Sensei,
} from "../ports.ts";

/** Everything that use cases ask of the world. Each use case picks what it needs. */
export type Deps = {
  readonly clock: Clock;
  readonly closeouts: Closeouts;
  readonly baselines: Baselines;
  readonly reminders: Reminders;
  readonly deliveries: Deliveries;
  readonly people: People;
  readonly chat: Chat;
  readonly queue: Queue;
  readonly sensei: Sensei;
  readonly pictures: Pictures;
  /** What new closeouts start from: the template, its text as JSON to be kept, and the SHA-256 of its file. */
  readonly template: { readonly template: Template; readonly source: unknown; readonly sha256: string };
  readonly log: Log;
};
