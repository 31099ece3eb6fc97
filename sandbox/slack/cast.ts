/** What a person is to the workspace. `foreign`: a member of another workspace, present through a shared channel. */
export type MemberKind = "member" | "guest" | "foreign" | "bot";

/** A person or the bot. */
export type Member = {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly realName: string;
  readonly title: string;
  readonly tz: string;
  readonly kind: MemberKind;
  readonly color: string;
  readonly isOwner: boolean;
  deleted: boolean;
};

/** A workspace of Slack. */
export type Team = { readonly id: string; readonly name: string; readonly domain: string };

/** A channel to begin with; members by name. */
export type CastChannel = {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly members: readonly string[];
};

/** Everybody and everything there at the start. */
export type Cast = {
  readonly team: Team;
  readonly members: readonly Member[];
  readonly channels: readonly CastChannel[];
  readonly app: { readonly appId: string; readonly botId: string; readonly botUserId: string };
};

const team: Team = { id: "T0NORTHWIND", name: "Northwind", domain: "northwind" };
const partner = "T0SOUTHRIDGE";

/** Slack's own voice: it says when a command has failed. */
export const SLACKBOT = "USLACKBOT";

type Sketch = Pick<Member, "id" | "name" | "realName" | "title" | "color"> & Partial<Member>;

function member(sketch: Sketch): Member {
  return { teamId: team.id, tz: "Europe/Berlin", kind: "member", isOwner: false, deleted: false, ...sketch };
}

const everybody = ["ana", "tom", "jonas", "eva", "li", "maria"];
const visitors = ["gus", "sam"];

/** A fresh copy of the default cast: the workspace of Northwind, which is migrating HR_PROD. */
export function defaultCast(): Cast {
  return {
    team,
    app: { appId: "A0CLOSEOUT", botId: "B0CLOSEOUT", botUserId: "U0CLOSEOUT" },
    members: [
      member({
        id: "U0ANA",
        name: "ana",
        realName: "Ana Ruiz",
        title: "Migration engineer",
        color: "#c2410c",
        isOwner: true,
      }),
      member({ id: "U0TOM", name: "tom", realName: "Tom Becker", title: "Technical lead", color: "#1d4ed8" }),
      member({
        id: "U0JONAS",
        name: "jonas",
        realName: "Jonas Weber",
        title: "Compliance officer",
        color: "#047857",
      }),
      member({
        id: "U0EVA",
        name: "eva",
        realName: "Eva Lindqvist",
        title: "Business sponsor",
        color: "#a21caf",
      }),
      member({
        id: "U0LI",
        name: "li",
        realName: "Li Na",
        title: "IT audit",
        color: "#b45309",
        tz: "Asia/Singapore",
      }),
      member({
        id: "U0MARIA",
        name: "maria",
        realName: "Maria Santos",
        title: "Operations lead",
        color: "#0e7490",
        tz: "Europe/Lisbon",
      }),
      member({
        id: "U0GUS",
        name: "gus",
        realName: "Gus Palmer",
        title: "Contractor (guest)",
        color: "#6b7280",
        kind: "guest",
      }),
      member({
        id: "U0SAM",
        name: "sam",
        realName: "Sam Okoro",
        title: "Southridge Consulting",
        color: "#7c3aed",
        kind: "foreign",
        teamId: partner,
        tz: "America/New_York",
      }),
      member({
        id: "U0CLOSEOUT",
        name: "closeout",
        realName: "Closeout",
        title: "App",
        color: "#4338ca",
        kind: "bot",
        tz: "Etc/UTC",
      }),
      member({
        id: SLACKBOT,
        name: "slackbot",
        realName: "Slackbot",
        title: "",
        color: "#57534e",
        kind: "bot",
        tz: "Etc/UTC",
      }),
    ],
    channels: [
      {
        id: "C0HRPROD",
        name: "hr-prod-migration",
        topic: "HR_PROD → hr_production: closing out the migration",
        members: [...everybody, ...visitors, "closeout"],
      },
      {
        id: "C0CRM",
        name: "crm-migration",
        topic: "CRM: SQL Server to Snowflake",
        members: [...everybody, "closeout"],
      },
      {
        id: "C0BILLING",
        name: "billing-migration",
        topic: "Billing (EU): Oracle to PostgreSQL",
        members: [...everybody, "closeout"],
      },
      { id: "C0GENERAL", name: "general", topic: "Company-wide", members: [...everybody, "gus", "closeout"] },
      { id: "C0RANDOM", name: "random", topic: "Everything else", members: everybody },
    ],
  };
}
