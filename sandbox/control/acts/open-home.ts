import { acknowledged, type Delivery } from "../../slack/app-link/envelope.ts";
import type { JsonObject } from "../../slack/json.ts";
import { LIMITS } from "../../slack/limits.ts";
import type { Sandbox } from "../../slack/sandbox.ts";
import { actor } from "./actor.ts";

/** A person opens the app's Home; waits a moment for the app to publish it. */
export async function openHome(
  sandbox: Sandbox,
  act: { as: string },
): Promise<{ delivered: Delivery[]; view: JsonObject | null }> {
  const { world, events, views } = sandbox;
  const member = actor(sandbox, act.as);
  const published = nextPublication(sandbox, member.id);
  try {
    const known = views.home(member.id);
    const delivered = await events.send({
      type: "app_home_opened",
      user: member.id,
      channel: world.direct(world.botId, member.id).id,
      tab: "home",
      ...(known === undefined ? {} : { view: views.json(known) }),
    });
    if (acknowledged(delivered[0])) await published.arrived;
    const home = views.home(member.id);
    return { delivered, view: home === undefined ? null : views.json(home) };
  } finally {
    published.stop();
  }
}

function nextPublication({ bus }: Sandbox, user: string): { arrived: Promise<void>; stop: () => void } {
  const { promise: arrived, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, LIMITS.ackMs);
  const unsubscribe = bus.subscribe((happening) => {
    if (happening.kind === "home" && happening.user === user) resolve();
  });
  const stop = () => {
    clearTimeout(timer);
    unsubscribe();
  };
  return { arrived, stop };
}
