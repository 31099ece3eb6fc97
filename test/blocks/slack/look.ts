/** Looks into messages and views the way a person does: what is there to read, what is there to press. */

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every object in a tree, outermost first. */
export function* objects(node: unknown): Generator<Json> {
  if (Array.isArray(node)) for (const child of node) yield* objects(child);
  if (!isRecord(node)) return;
  yield node;
  for (const child of Object.values(node)) yield* objects(child);
}

/** Every text of a given kind, in order. */
export function texts(node: unknown, kind: "mrkdwn" | "plain_text"): string[] {
  return [...objects(node)].flatMap((object) =>
    object["type"] === kind && typeof object["text"] === "string" ? [object["text"]] : [],
  );
}

/** All that can be read, line by line. */
export function readable(node: unknown): string {
  return [...objects(node)]
    .flatMap((object) => (typeof object["text"] === "string" ? [object["text"]] : []))
    .join("\n");
}

/** Every control: its action id, and the values that it can send. */
export function controls(node: unknown): { actionId: string; values: string[] }[] {
  return [...objects(node)].flatMap((object) => {
    const actionId = object["action_id"];
    if (typeof actionId !== "string") return [];
    const own = typeof object["value"] === "string" ? [object["value"]] : [];
    const options = [...objects(object["options"] ?? [])].flatMap((option) =>
      typeof option["value"] === "string" ? [option["value"]] : [],
    );
    return [{ actionId, values: [...own, ...options] }];
  });
}

/** The action ids of every control, in order. */
export function actionIdsOf(node: unknown): string[] {
  return controls(node).map((control) => control.actionId);
}

/**
 * Control sequences of mrkdwn that are not of the few forms that we write ourselves: a mention of one person, a channel, a date, and a
 * link that shows its own address.
 */
export function foreignSequences(mrkdwn: string): string[] {
  const ours = /^<(?:@[A-Z0-9]{2,20}|#[A-Z0-9]{2,20}|!date\^\d+\^[^|<>]+\|[^|<>]+|https?:\/\/[^|<>\s]+)>$/;
  return (mrkdwn.match(/<[^>]*>?/g) ?? []).filter((sequence) => !ours.test(sequence));
}
