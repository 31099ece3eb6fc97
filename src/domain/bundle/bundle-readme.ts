import { bundlePaths, keyPath } from "./bundle-manifest.ts";

/** What the README says of one bundle. */
export type ReadmeFacts = {
  readonly closeout: { readonly id: string; readonly name: string };
  readonly migration: string;
  readonly madeAt: string;
  readonly key: string;
  /** Id of the key that signed the last head: the same, unless it was replaced in that moment. */
  readonly headKey: string;
  readonly entries: number;
  readonly head: string;
};

/** The README of a bundle: what it is, what trust rests on, and how to check it with this package or with common tools alone. */
export function readmeText(facts: ReadmeFacts): string {
  const { closeout, migration, madeAt, key, headKey, entries, head } = facts;
  const { manifest, manifestSignature, ledger, lastHead, lastHeadSignature } = bundlePaths;
  return `EVIDENCE OF A CLOSEOUT

${flat(closeout.name)}: ${flat(migration)}
Closeout ${closeout.id}, as of ${madeAt}

This is everything that was recorded while this migration was closed out. Nobody has to
be trusted to read it, and nothing has to be asked of a server: each step below runs on
your own computer.


WHAT IS IN IT

  ${ledger.padEnd(26)} the ledger: one line for everything that happened,
  ${"".padEnd(26)} ${entries} of them, each with who, when, what
  ${"heads.json".padEnd(26)} the signatures over the ledger, oldest first
  ${`${lastHead}, .sig`.padEnd(26)} the last of them, for openssl
  ${"sign-off/".padEnd(26)} each request for approval: a page to read (PDF) and
  ${"".padEnd(26)} the record with every decision
  ${"certificate/".padEnd(26)} the certificate, as its exact bytes; ${bundlePaths.certificateCheck}
  ${"".padEnd(26)} says how it was judged
  ${"baseline/, report/".padEnd(26)} performance figures and final reports, where there are any
  ${"documents/".padEnd(26)} other documents that people have approved
  ${bundlePaths.items.padEnd(26)} the checklist: what became of each item, with evidence
  ${bundlePaths.register.padEnd(26)} what was archived, where, and until when it is kept
  ${bundlePaths.receipts.padEnd(26)} what was asked of the vendor, and who got the certificate
  ${bundlePaths.closeout.padEnd(26)} the closeout: migration, dates, people and roles
  ${bundlePaths.template.padEnd(26)} the procedure that was followed
  ${"keys/".padEnd(26)} the public keys by which signatures are checked
  ${`${manifest}, .sig`.padEnd(26)} the list of all files with their hashes, signed

The ledger is the source: checklist, register, receipts and sign-off records follow from
it, entry by entry, and name the entries.


WHAT TRUST RESTS ON

On one key. Everything here is signed with the key

  ${key}

and this is all that makes it more than a folder of files that anybody could have written.
So ask the company that runs Closeout for the id of its key, by another way than this
bundle came to you (by telephone, from an earlier bundle), and compare. Older keys in
keys/ have signed earlier entries; the key above vouches for them.


HOW TO CHECK ALL OF IT

With Node.js 22 or later and the program of Closeout, a file closeout-*.tgz. Take it from
whoever you trust to give you the real one, as with the key: from the company that runs
Closeout, or packed from its source. Do not let npm look for it by its name: what npm
would find under that name, if anything, is not ours.

  tar -xzf closeout-*.tgz
  node package/bin/closeout.mjs verify <this file>.zip --key-id ${key}

It says "The bundle holds.", or names the first file or entry that does not.


HOW TO CHECK IT WITH COMMON TOOLS ALONE

You need unzip, openssl 3, sha256sum and a shell. Unpack the bundle into an empty folder
and go there:

  unzip -q <this file>.zip -d bundle && cd bundle

1. The key is the one that you were told. Its id is the beginning of its SHA-256:

  openssl pkey -pubin -in ${keyPath(key)} -outform DER | tail -c 32 | sha256sum | cut -c1-16

   has to print ${key}.

2. The list of files is signed by it:

  openssl pkeyutl -verify -pubin -inkey ${keyPath(key)} -rawin -in ${manifest} -sigfile ${manifestSignature}

   has to print "Signature Verified Successfully".

3. The files are those of the list. This turns the list into one that sha256sum reads:

  tr -d '\\n' < ${manifest} | grep -o '"path": "[^"]*",[^}]*"sha256": "[0-9a-f]*"' | sed 's/"path": "\\([^"]*\\)".*"sha256": "\\([0-9a-f]*\\)"/\\2  \\1/' | sha256sum -c --quiet

   has to print nothing. (Files beyond the list: compare it with "find . -type f".)

4. The end of the ledger is signed, and is the one here:

  openssl pkeyutl -verify -pubin -inkey ${keyPath(headKey)} -rawin -in ${lastHead} -sigfile ${lastHeadSignature}
  tail -n 1 ${ledger} | tr -d '\\n' | sha256sum

   The second has to print the "hash" that ${lastHead} states:
   ${head}

5. The ledger is whole: the SHA-256 of each line is the "prev" of the next, and the first
   has 64 zeros.

  prev=0000000000000000000000000000000000000000000000000000000000000000
  while IFS= read -r line; do
    case "$line" in *"\\"prev\\":\\"$prev\\""*) ;; *) echo "broken: $line"; break ;; esac
    prev=$(printf %s "$line" | sha256sum | cut -d' ' -f1)
  done < ${ledger}; echo "$prev"

   has to print that hash again, and no "broken".

6. A document is what was approved: its SHA-256 is the name of the folder that it lies in,
   and stands in the decisions of sign-off/*/record.json:

  for folder in certificate baseline report documents; do
    [ -d $folder ] && find $folder -type f | while IFS= read -r file; do
      echo "$(basename "$(dirname "$file")")  $file"; done
  done | sha256sum -c --quiet

   has to print nothing.
`;
}

/** People's words as one line. */
function flat(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
}
