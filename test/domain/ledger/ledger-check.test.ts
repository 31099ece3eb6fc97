import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkChain, genesis, hashEntry, type LedgerEntry } from "../../../src/domain/ledger/ledger.ts";
import { checkLedger, type LedgerVerdict, type StoredLine } from "../../../src/domain/ledger/ledger-check.ts";
import { canonical, canonicalParts, entryLine } from "../../../src/domain/ledger/ledger-line.ts";
import {
  headStatementText,
  nextSigning,
  type SignedHead,
  signedHeadHolds,
  signingReasons,
} from "../../../src/domain/ledger/ledger-signature.ts";
import { newSigner } from "../../support/signers.ts";
import { at } from "../examples.ts";

const closeout = "1b4e28ba-2fa1-4d2a-883f-0016d3cca427";
const signer = newSigner();
const stranger = newSigner();

type Link = { readonly entry: LedgerEntry; readonly hash: string };

const said = fc.dictionary(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }).filter((name) => name !== "__proto__"),
  fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
  ),
  { maxKeys: 4 },
);

const ledgers = fc.array(said, { minLength: 2, maxLength: 12 }).map(chain);

function chain(all: readonly LedgerEntry["data"][]): readonly Link[] {
  const links: Link[] = [];
  for (const data of all) {
    const entry: LedgerEntry = {
      closeout,
      seq: links.length + 1,
      at: "2026-03-02T07:00:00Z",
      actor: { platform: "slack", tenant: "T1", user: "U_ANA", name: "ana" },
      kind: "item.note_added",
      data,
      prev: links.at(-1)?.hash ?? genesis,
    };
    links.push({ entry, hash: hashEntry(entry) });
  }
  return links;
}

function stored({ entry, hash }: Link): StoredLine {
  return { line: entryLine(entry, canonicalParts(entry)), hash };
}

function signHead({ entry, hash }: Link, by = signer): SignedHead {
  const statement = {
    closeout,
    seq: entry.seq,
    hash,
    at: "2026-03-02T08:00:00Z",
    why: "daily",
    key: by.key.id,
  } as const;
  return { ...statement, signature: by.sign(Buffer.from(headStatementText(statement))) };
}

function canonicalOf(text: string): string | undefined {
  try {
    return canonical(JSON.parse(text));
  } catch {
    return undefined;
  }
}

type Witnesses = { readonly signatures?: readonly SignedHead[]; readonly head?: Link | undefined };

function verdictOn(lines: readonly StoredLine[], { signatures = [], head }: Witnesses = {}): LedgerVerdict {
  const check = checkLedger({ closeout, signatures, keys: [signer.key] });
  for (const line of lines) {
    const broken = check.take(line);
    if (broken !== undefined) return broken;
  }
  return check.end(head && { seq: head.entry.seq, hash: head.hash });
}

/** A ledger, one of its entries, and a number for whatever is chosen of it. */
const tampering = ledgers.chain((links) =>
  fc.record({ links: fc.constant(links), at: fc.nat(links.length - 1), pick: fc.nat() }),
);

describe("a chain", () => {
  test("that nobody touched holds, and its lines are its entries in canonical form", () => {
    fc.assert(
      fc.property(ledgers, (links) => {
        const last = links.at(-1);
        expect(verdictOn(links.map(stored), { head: last })).toEqual({
          kind: "whole",
          length: links.length,
          head: last?.hash,
          signatures: 0,
          lastSigned: undefined,
        });
        expect(links.map((link) => stored(link).line)).toEqual(links.map(({ entry }) => canonical(entry)));
        expect(checkChain(links)).toMatchObject({ kind: "holds", length: links.length });
      }),
    );
  });

  test("holds as well when the store has another order of members", () => {
    fc.assert(
      fc.property(ledgers, (links) => {
        const turned = links.map((link) => {
          const data = JSON.stringify(
            Object.fromEntries(Object.entries(link.entry.data).toReversed()),
            null,
            1,
          );
          const actor = JSON.stringify(link.entry.actor, null, 1);
          return { line: entryLine(link.entry, { actor, data }), hash: link.hash };
        });
        expect(verdictOn(turned)).toMatchObject({ kind: "whole", length: links.length });
      }),
    );
  });

  test("with any changed character breaks at that entry", () => {
    fc.assert(
      fc.property(tampering, ({ links, at: index, pick }) => {
        const lines = links.map(stored);
        const { line, hash } = lines[index] ?? { line: "", hash: "" };
        const place = pick % line.length;
        const other = line[place] === "0" ? "1" : "0";
        const changed = line.slice(0, place) + other + line.slice(place + 1);
        // The last digit of a long number may change without another number coming out: that says the same.
        if (canonicalOf(changed) === line) return;
        const verdict = verdictOn(lines.with(index, { line: changed, hash }));
        expect(verdict).toMatchObject({ kind: "broken", seq: index + 1 });
      }),
      { numRuns: 500 },
    );
  });

  test("without an entry breaks where it is missing, also at the end", () => {
    fc.assert(
      fc.property(tampering, ({ links, at: index }) => {
        const verdict = verdictOn(links.map(stored).toSpliced(index, 1), { head: links.at(-1) });
        const fault = index === links.length - 1 ? "missing" : "sequence";
        expect(verdict).toEqual({ kind: "broken", seq: index + 1, fault });
      }),
    );
  });

  test("with an entry put in or doubled breaks there", () => {
    fc.assert(
      fc.property(tampering, ({ links, at: index, pick }) => {
        const lines = links.map(stored);
        const extra = lines[pick % lines.length];
        if (extra === undefined) return;
        const from = pick % lines.length === index ? index + 1 : index;
        expect(verdictOn(lines.toSpliced(index, 0, extra), { head: links.at(-1) })).toMatchObject({
          kind: "broken",
          seq: from + 1,
        });
      }),
    );
  });

  test("with two entries in each other's place breaks at the first of them", () => {
    fc.assert(
      fc.property(tampering, ({ links, at: index, pick }) => {
        const lines = links.map(stored);
        const other = pick % lines.length;
        const [one, two] = [lines[index], lines[other]];
        if (index === other || one === undefined || two === undefined) return;
        expect(verdictOn(lines.with(index, two).with(other, one))).toEqual({
          kind: "broken",
          seq: Math.min(index, other) + 1,
          fault: "sequence",
        });
      }),
    );
  });

  test("that was rewritten whole from some entry on is betrayed by the next signed head", () => {
    fc.assert(
      fc.property(tampering, ({ links, at: index, pick }) => {
        const head = links[index + (pick % (links.length - index))];
        if (head === undefined) return;
        const data = links.map(({ entry }) => entry.data);
        const forged = chain(data.with(index, { text: "forged, and chained anew" }));
        expect(verdictOn(forged.map(stored), { head: forged.at(-1), signatures: [signHead(head)] })).toEqual({
          kind: "broken",
          seq: head.entry.seq,
          fault: "signed_hash",
        });
      }),
    );
  });

  test("whose end was cut off, and the kept head with it, is betrayed by a signature beyond", () => {
    fc.assert(
      fc.property(tampering, ({ links, at: index }) => {
        const last = links.at(-1);
        if (index === 0 || last === undefined) return;
        const cut = links.slice(0, index);
        expect(verdictOn(cut.map(stored), { head: cut.at(-1), signatures: [signHead(last)] })).toEqual({
          kind: "broken",
          seq: index + 1,
          fault: "missing",
        });
      }),
    );
  });
});

describe("a signature", () => {
  const links = chain([{ a: 1 }, { a: 2 }, { a: 3 }]);
  const [, second, third] = links;
  if (second === undefined || third === undefined) throw new Error("The ledger has three entries");
  const holding = signHead(second);

  test("that reaches furthest is told", () => {
    expect(
      verdictOn(links.map(stored), { head: third, signatures: [holding, signHead(third)] }),
    ).toMatchObject({ kind: "whole", signatures: 2, lastSigned: { seq: 3 } });
  });

  test.each([
    ["unknown_key", signHead(second, stranger)],
    ["signature", { ...signHead(second, stranger), key: signer.key.id }],
    ["signature", { ...holding, why: "closure" as const }],
    ["signature", { ...holding, at: "2026-03-02T08:00:01Z" }],
    ["signature", { ...holding, signature: "" }],
    [
      "signature",
      {
        ...holding,
        signature: `${holding.signature.startsWith("A") ? "B" : "A"}${holding.signature.slice(1)}`,
      },
    ],
    ["signature", { ...signHead(third), seq: 2 }],
    ["signature", { ...signHead(third), seq: 2, hash: second.hash }],
  ])("is refused as %s", (fault, signature) => {
    expect(verdictOn(links.map(stored), { signatures: [signature] })).toEqual({
      kind: "broken",
      seq: 2,
      fault,
    });
  });

  test("is over exactly these bytes", () => {
    expect(headStatementText({ ...holding, closeout: "c", hash: "0".repeat(64), key: "k" })).toBe(
      `{"at":"2026-03-02T08:00:00Z","closeout":"c","hash":"${"0".repeat(64)}","key":"k","seq":2,"statement":"closeout-ledger-head","why":"daily"}`,
    );
    expect(signedHeadHolds(holding, signer.key)).toBe(true);
    expect(signedHeadHolds(holding, stranger.key)).toBe(false);
    expect(signingReasons).toEqual(["signoff", "closure", "daily", "export"]);
  });
});

describe("the next daily signature", () => {
  test.each([
    ["2026-03-02T08:00", "2026-03-03T09:00", "09:00"],
    ["2026-03-02T23:59", "2026-03-03T09:00", "09:00"],
    ["2026-03-28T12:00", "2026-03-29T09:00", "09:00"],
    // At half past two the clocks have gone forward to half past three.
    ["2026-03-28T12:00", "2026-03-29T03:30", "02:30"],
    // The first of the two half past twos.
    ["2026-10-24T12:00", "2026-10-25T02:30", "02:30"],
  ])("after %s is at %s", (now, next, digestTime) => {
    const planned = nextSigning(at(now), { settings: { digestTime }, timeZone: "Europe/Berlin" });
    expect(planned.toString()).toBe(at(next).toString());
  });
});
