import type { SeenMessage } from "../../sandbox/control-client.ts";
import { deliveryOf } from "./outbox.ts";
import { query } from "./query.ts";
import { cast, type Scenario } from "./scenario.ts";

/** One message about a sign-off request as people see it: what of it it tells, and to whom. */
export type SignoffCopy = {
  readonly about: string;
  /** `channel`, or the person whom it was sent to directly. */
  readonly to: string;
  /** In which conversation of theirs it stands. */
  readonly where: string;
  readonly shown: SeenMessage;
};

const app = "U0CLOSEOUT";

/** Every message about a request. */
export async function signoffCopies(
  { database, control }: Scenario,
  request: string,
): Promise<readonly SignoffCopy[]> {
  const rows = await query(
    database.url,
    `select id, subject->>'about' as about, conversation from delivery
     where subject->>'kind' = 'signoff' and subject->>'request' = $1`,
    [request],
  );
  const copies = rows.map(async ({ id, about, conversation }) => {
    const [kind, place = ""] = String(conversation).split(":");
    const [reader, to, where] = kind === "channel" ? [cast.owner, "channel", place] : [place, place, app];
    const messages = await control.messages(reader, where);
    return messages
      .filter((message) => deliveryOf(message) === id)
      .map((shown) => ({ about: String(about), to, where, shown }));
  });
  return (await Promise.all(copies)).flat();
}
