import { z } from "zod";
import { type ControlClient, controlClient } from "../../sandbox/control-client.ts";
import { type Child, startNode } from "./child.ts";

/** A sandbox workspace in a process of its own. */
export type Workspace = {
  readonly apiUrl: string;
  readonly controlUrl: string;
  readonly botToken: string;
  readonly signingSecret: string;
  readonly control: ControlClient;
  stop(): Promise<void>;
};

const announcement = z.object({
  apiUrl: z.string(),
  controlUrl: z.string(),
  botToken: z.string(),
  signingSecret: z.string(),
});

/** Starts one that takes as many posts a second as it can. */
export async function startWorkspace(): Promise<Workspace> {
  const child: Child = startNode([
    "sandbox/workspace-main.ts",
    "--manifest",
    "manifest.yml",
    "--no-pacing",
    "--tied",
  ]);
  const facts = announcement.parse(JSON.parse(await child.line((line) => line.startsWith("{"))));
  return { ...facts, control: controlClient(facts.controlUrl), stop: () => child.stop() };
}
