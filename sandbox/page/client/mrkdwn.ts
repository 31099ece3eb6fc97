/** A piece of text within a line. */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "break" }
  | { readonly kind: "bold" | "italic" | "strike"; readonly children: readonly Inline[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "emoji"; readonly name: string }
  | { readonly kind: "link"; readonly url: string; readonly label: string }
  | { readonly kind: "user"; readonly id: string; readonly label: string | undefined }
  | { readonly kind: "channel"; readonly id: string; readonly label: string | undefined }
  | { readonly kind: "group"; readonly id: string; readonly label: string | undefined }
  | { readonly kind: "broadcast"; readonly range: string }
  | {
      readonly kind: "date";
      readonly seconds: number;
      readonly format: string;
      readonly url: string | undefined;
      readonly fallback: string;
    };

/** A part of a text that stands on lines of its own. */
export type Passage =
  | { readonly kind: "paragraph" | "quote"; readonly children: readonly Inline[] }
  | { readonly kind: "preformatted"; readonly text: string };

/**
 * Parses Slack's mrkdwn: bold, italic, strike, code, quotes, links, mentions, dates, emoji, and the three entities
 * `&amp; &lt; &gt;`. Nothing else is markup: a lone `<`, an unknown entity and an unclosed marker stay what they are.
 * Lists are no markup in mrkdwn, so `- ` and `• ` stay text, as in Slack.
 * See https://docs.slack.dev/messaging/formatting-message-text
 */
export function parseMrkdwn(source: string): Passage[] {
  return source.split(/(```[\s\S]+?```)/).flatMap((part, index, parts) => {
    if (index % 2 === 1) return [preformatted(part.slice(3, -3))];
    // The line break next to a code block only ends the line before or after it.
    const from = index > 0 && part.startsWith("\n") ? 1 : 0;
    return parseLines(part.slice(from, index < parts.length - 1 ? endOf(part, from) : undefined));
  });
}

/** Parses plain_text: only emoji and line breaks mean something. */
export function parsePlainText(source: string, withEmoji: boolean): Inline[] {
  return leafText(source, withEmoji);
}

/** Turns `&amp; &lt; &gt;` back into the characters they stand for. */
export function unescapeEntities(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Writes `& < >` as entities, so that typed text cannot become markup. */
export function escapeEntities(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function endOf(part: string, from: number): number {
  return part.length > from && part.endsWith("\n") ? part.length - 1 : part.length;
}

function preformatted(text: string): Passage {
  const inner = text.replace(/^\n/, "").replace(/\n$/, "");
  return {
    kind: "preformatted",
    text: unescapeEntities(inner.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, plainReference)),
  };
}

function plainReference(_all: string, target: string, label: string | undefined): string {
  return label ?? target;
}

/** Neighbouring lines of the same sort become one passage. */
function parseLines(text: string): Passage[] {
  if (text === "") return [];
  const runs: { quoted: boolean; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const quote = /^(?:&gt;|>) ?/.exec(line)?.[0];
    const quoted = quote !== undefined;
    const content = line.slice(quote?.length ?? 0);
    const last = runs.at(-1);
    if (last?.quoted === quoted) last.lines.push(content);
    else runs.push({ quoted, lines: [content] });
  }
  return runs
    .filter((run) => run.lines.some((line) => line !== ""))
    .map((run) => ({
      kind: run.quoted ? "quote" : "paragraph",
      children: parseInline(run.lines.join("\n")),
    }));
}

const STYLES = { "*": "bold", _: "italic", "~": "strike" } as const;

/** Parses the markup within lines. */
export function parseInline(source: string): Inline[] {
  const found: Inline[] = [];
  let plainFrom = 0;
  let at = 0;
  const take = (end: number, pieces: readonly Inline[]): void => {
    found.push(...leafText(source.slice(plainFrom, at), true), ...pieces);
    at = end;
    plainFrom = end;
  };
  while (at < source.length) {
    const special = specialAt(source, at);
    if (special === undefined) at += 1;
    else take(special.end, special.pieces);
  }
  take(source.length, []);
  return found;
}

type Special = { readonly end: number; readonly pieces: readonly Inline[] };

function specialAt(source: string, at: number): Special | undefined {
  const character = source[at];
  if (character === "<") return referenceAt(source, at);
  if (character === "`") return codeAt(source, at);
  if (character === "*" || character === "_" || character === "~") return styledAt(source, at, character);
  return undefined;
}

function codeAt(source: string, at: number): Special | undefined {
  const code = /^`([^`\n]+)`/.exec(source.slice(at))?.[1];
  if (code === undefined) return undefined;
  const text = unescapeEntities(code.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, plainReference));
  return { end: at + code.length + 2, pieces: [{ kind: "code", text }] };
}

/** A marker opens only at the edge of a word, before something that is no space, and closes likewise on the same line. */
function styledAt(source: string, at: number, marker: keyof typeof STYLES): Special | undefined {
  if (isWord(source[at - 1]) || isSpace(source[at + 1]) || source[at + 1] === marker) return undefined;
  for (let end = closing(source, at + 1, marker); end !== undefined; end = closing(source, end + 1, marker)) {
    if (isSpace(source[end - 1]) || isWord(source[end + 1])) continue;
    return {
      end: end + 1,
      pieces: [{ kind: STYLES[marker], children: parseInline(source.slice(at + 1, end)) }],
    };
  }
  return undefined;
}

/** Finds the next marker on this line that is neither in a reference nor in code. */
function closing(source: string, from: number, marker: string): number | undefined {
  for (let at = from; at < source.length; at += 1) {
    const character = source[at];
    if (character === "\n") return undefined;
    if (character === marker) return at;
    if (character === "<") at = referenceAt(source, at)?.end ?? at + 1;
    else if (character === "`") at = codeAt(source, at)?.end ?? at + 1;
    else continue;
    at -= 1;
  }
  return undefined;
}

function referenceAt(source: string, at: number): Special | undefined {
  const inner = /^<([^<>\n]+)>/.exec(source.slice(at))?.[1];
  if (inner === undefined) return undefined;
  const piece = reference(inner);
  return piece === undefined ? undefined : { end: at + inner.length + 2, pieces: [piece] };
}

function reference(inner: string): Inline | undefined {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : unescapeEntities(inner.slice(bar + 1));
  if (/^@[UW]\w+$/.test(target)) return { kind: "user", id: target.slice(1), label };
  if (/^#C\w+$/.test(target)) return { kind: "channel", id: target.slice(1), label };
  if (target.startsWith("!")) return command(target.slice(1), label);
  if (/^(?:https?:\/\/|mailto:|tel:)/i.test(target)) {
    const url = unescapeEntities(target);
    return { kind: "link", url, label: label || url.replace(/^(?:mailto|tel):/i, "") };
  }
  return undefined;
}

function command(target: string, label: string | undefined): Inline | undefined {
  const [name = "", ...parts] = target.split("^");
  if (name === "here" || name === "channel" || name === "everyone") return { kind: "broadcast", range: name };
  if (name === "subteam") return { kind: "group", id: parts[0] ?? "", label };
  if (name === "date") {
    const seconds = Number(parts[0]);
    if (parts[0] === undefined || !Number.isFinite(seconds)) return undefined;
    return { kind: "date", seconds, format: parts[1] ?? "", url: parts[2], fallback: label ?? "" };
  }
  return label === undefined ? undefined : { kind: "text", text: label };
}

function leafText(source: string, withEmoji: boolean): Inline[] {
  const found: Inline[] = [];
  for (const [index, line] of source.split("\n").entries()) {
    if (index > 0) found.push({ kind: "break" });
    const parts = withEmoji ? line.split(/((?<!\w):[a-z0-9_+'-]+:(?::skin-tone-[2-6]:)?)/) : [line];
    for (const [part, text] of parts.entries()) {
      if (part % 2 === 1) found.push({ kind: "emoji", name: text.split(":")[1] ?? "" });
      else if (text !== "") found.push({ kind: "text", text: unescapeEntities(text) });
    }
  }
  return found;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}
