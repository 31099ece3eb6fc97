import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { homeOf, locationSlug } from "../../../src/domain/archive/artifact-kind.ts";
import { classify, matchesPattern } from "../../../src/domain/archive/artifact-rules.ts";
import { loadTemplate } from "../../../src/template-file.ts";

describe("a pattern", () => {
  test.each([
    ["**/certificate*.pdf", "certificate.pdf", true],
    ["**/certificate*.pdf", "a/b/Certificate-2026.PDF", true],
    ["**/certificate*.pdf", "certificate/x.pdf", false],
    ["logs/**", "logs/a/b.log", true],
    ["logs/**", "logs", true],
    ["logs/**", "other/logs/a", false],
    ["**/logs/**", "deep/logs/a", true],
    ["*.log", "a.log", true],
    ["*.log", "a/b.log", false],
    ["a/**/b/**/c", "a/x/b/y/z/c", true],
    ["a/**/b/**/c", "a/x/y/z/c", false],
    ["file-??.txt", "file-07.txt", true],
    ["file-??.txt", "file-7.txt", false],
    ["**", "anything/at/all", true],
    ["a.c", "abc", false],
    ["?", "🙂", true],
  ])("%s on %s: %s", (pattern, path, matches) => {
    expect(matchesPattern(pattern, path)).toBe(matches);
  });

  test("made to take for ever takes no time", () => {
    const began = performance.now();
    expect(matchesPattern(`${"*a".repeat(140)}b`, "a".repeat(500))).toBe(false);
    expect(matchesPattern(`${"**/a/".repeat(50)}b`, "a/".repeat(250))).toBe(false);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test("agrees with the same pattern as a regular expression", () => {
    const names = fc.array(fc.constantFrom("a", "b", "ab", "ba", "aab"), { minLength: 1, maxLength: 5 });
    const parts = fc.array(fc.constantFrom("**", "*", "a*", "*b", "?", "a", "?b", "*a*"), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(names, parts, (path, pattern) => {
        const expression = pattern.map((part) =>
          part === "**" ? "(?:[^/]+/)*" : `${part.replaceAll("*", "[^/]*").replaceAll("?", "[^/]")}/`,
        );
        expect(matchesPattern(pattern.join("/"), path.join("/"))).toBe(
          new RegExp(`^${expression.join("")}$`).test(`${path.join("/")}/`),
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("classification", async () => {
  const { template } = await loadTemplate();
  const kindOf = (path: string) => {
    const found = classify(template.artifactRules, path);
    return found.kind === "classified" ? found.artifact : undefined;
  };

  test.each([
    ["certificate/behavioral-equivalence.pdf", "certificate"],
    ["export/Certificate.json", "certificate"],
    ["plan/approved.md", "migration_plan"],
    ["migration_plan.pdf", "migration_plan"],
    ["validation/structural.json", "validation_results"],
    ["logs/2026-02-11.log", "execution_logs"],
    ["worker-3.log.gz", "execution_logs"],
    ["mapping/tables.xlsx", "mapping_documentation"],
    ["errors/resolved.csv", "error_resolution"],
    ["README.txt", undefined],
  ])("by the rules that come along, %s is %s", (path, kind) => {
    expect(kindOf(path)).toBe(kind);
  });

  test("is total: every path is of exactly one kind that the template knows, or unclassified, and has a home", () => {
    const known = new Set(template.artifacts.map(({ id }) => id));
    const words = fc.constantFrom(
      "logs",
      "plan",
      "certificate.pdf",
      "x",
      "mapping",
      "a.log",
      "ERRORS",
      "é",
      "",
    );
    const paths = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 5 }).map((names) => names.join("/")),
    );
    fc.assert(
      fc.property(paths, (path) => {
        const found = classify(template.artifactRules, path);
        const matching = template.artifactRules.filter(({ match }) => matchesPattern(match, path));
        if (found.kind === "classified") {
          expect(known.has(found.artifact)).toBe(true);
          expect(found.rule).toBe(matching[0]);
        } else {
          expect(matching).toEqual([]);
        }
        const home = homeOf(template, found.kind === "classified" ? found.artifact : undefined);
        expect(home.location).not.toBe("");
      }),
      { numRuns: 2_000 },
    );
  });

  test("the first rule that matches decides", () => {
    const rules = [
      { match: "**/*.log", kind: "one" },
      { match: "**", kind: "two" },
    ];
    expect(classify(rules, "a.log")).toMatchObject({ artifact: "one" });
    expect(classify(rules.toReversed(), "a.log")).toMatchObject({ artifact: "two" });
  });

  test("what is unclassified goes where things are kept longest", () => {
    expect(homeOf(template, undefined)).toEqual({ location: "Knowledge base", retention: "indefinite" });
    const short = template.artifacts.filter(({ retention }) => retention !== "indefinite").toReversed();
    expect(homeOf({ artifacts: short }, undefined)).toMatchObject({ retention: "P7Y" });
    expect(homeOf({ artifacts: [] }, undefined)).toMatchObject({ retention: "indefinite" });
  });

  test("locations have names that folders can bear", () => {
    expect(template.artifacts.map(({ location }) => locationSlug(location))).toEqual([
      "compliance-archive",
      "project-archive",
      "compliance-archive",
      "log-archive",
      "knowledge-base",
      "project-archive",
    ]);
    expect(locationSlug("Archivé / Zürich")).toBe("archive-zurich");
    expect(locationSlug("../..")).toMatch(/^location-[0-9a-f]{12}$/);
    expect(locationSlug("文書庫")).not.toBe(locationSlug("資料庫"));
  });
});
