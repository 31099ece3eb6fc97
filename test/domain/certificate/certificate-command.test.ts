import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  type CertificateCommand,
  parseCertificateCommand,
} from "../../../src/domain/certificate/certificate-command.ts";

const cases: readonly (readonly [string, CertificateCommand])[] = [
  ["", { kind: "show" }],
  ["  ", { kind: "show" }],
  ["show", { kind: "show" }],
  ["FETCH", { kind: "fetch" }],
  ["refresh now please", { kind: "fetch" }],
  ["send", { kind: "send" }],
  ["distribute", { kind: "send" }],
  ["send again", { kind: "again", user: undefined }],
  ["send again <@U0EVA|eva>", { kind: "again", user: "U0EVA" }],
  ["send again to <@u0eva>", { kind: "again", user: "U0EVA" }],
  ["send <@U0EVA>", { kind: "again", user: "U0EVA" }],
  ["resend @eva", { kind: "again", user: undefined }],
  ["replace <@U0EVA>", { kind: "replace", user: "U0EVA" }],
  ["sned", { kind: "unknown", word: "sned", suggestion: "send" }],
  ["qwertz", { kind: "unknown", word: "qwertz", suggestion: undefined }],
];

test.each(cases)("certificate %j", (text, command) => {
  expect(parseCertificateCommand(text)).toEqual(command);
});

test("anything can be typed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(parseCertificateCommand(text).kind).toMatch(/^(?:show|fetch|send|again|replace|unknown)$/);
    }),
  );
});
