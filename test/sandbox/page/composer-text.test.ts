import { describe, expect, it } from "vitest";
import { completionFor, encodeMessage } from "../../../sandbox/page/client/composer-text.ts";
import type { Person } from "../../../sandbox/page/client/wire.ts";

const person = (id: string, name: string, realName: string): Person => ({
  id,
  name,
  realName,
  title: "",
  zone: "UTC",
  kind: "member",
  color: "",
  initials: "",
  deleted: false,
});
const people = [
  person("U1", "tom", "Tom Becker"),
  person("U2", "tom.b", "Thomas Brandt"),
  person("U3", "maria", "Maria Santos"),
  person("U4", "eva", "Eva Lindqvist"),
  person("U5", "li", "Na Li"),
];
const channels = [{ id: "C1", name: "hr-prod-migration", topic: "", members: [] }];
const commands = [
  { command: "/closeout", description: "", usage: "[status]" },
  { command: "/cleanup", description: "", usage: "" },
];

describe("what is sent for what was typed", () => {
  it.each([
    ["hello @tom, @tom.b!", "hello <@U1>, <@U2>!"],
    ["in #hr-prod-migration, @here", "in <#C1>, <!here>"],
    ["mail a@tom.example and @nobody #nowhere", "mail a@tom.example and @nobody #nowhere"],
    ["<@U1> & <!channel>", "&lt;@U1&gt; &amp; &lt;!channel&gt;"],
    ["see https://a.example/x?a=1&b=2.", "see <https://a.example/x?a=1&amp;b=2>."],
  ])("%j", (typed, sent) => {
    expect(encodeMessage(typed, people, channels)).toBe(sent);
  });
});

describe("what can complete", () => {
  const names = (text: string) => {
    const found = completionFor(text, text.length, commands, people);
    if (found?.kind === "command") return found.matches.map((each) => each.command);
    if (found?.kind === "person") return found.matches.map((each) => each.name);
    return found?.kind === "usage" ? `usage of ${found.command.command}` : undefined;
  };

  it("offers commands at the start of a message only", () => {
    expect(names("/")).toEqual(["/closeout", "/cleanup"]);
    expect(names("/clo")).toEqual(["/closeout"]);
    expect(names("/x")).toBeUndefined();
    expect(names("see /clo")).toBeUndefined();
  });

  it("shows the usage while arguments are typed", () => {
    expect(names("/closeout che")).toBe("usage of /closeout");
    expect(names("/unknown che")).toBeUndefined();
  });

  it("offers people by their names, in commands as well", () => {
    expect(names("hi @to")).toEqual(["tom", "tom.b"]);
    expect(names("/closeout assign I3 @sant")).toEqual(["maria"]);
    expect(names("/closeout assign I3 @li")).toEqual(["li", "eva"]);
    expect(names("a@to")).toBeUndefined();
  });
});
