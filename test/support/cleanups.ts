import {
  type CleanupFacts,
  cleanupFacts,
  factsHash,
  type OperationKind,
} from "../../src/domain/cleanup/cleanup-facts.ts";
import type { Operation } from "../../src/domain/cleanup/operation.ts";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { Migration, MigrationResources } from "../../src/domain/migration.ts";
import type { SignoffRequest } from "../../src/domain/signoff/signoff.ts";
import { keepCheckpoints } from "../../src/usecases/cleanup/keep-checkpoints.ts";
import { requestOperation } from "../../src/usecases/cleanup/request-operation.ts";
import { runOperation } from "../../src/usecases/cleanup/run-operation.ts";
import { giveRoles } from "./signoffs.ts";
import { member, type World } from "./world.ts";

/** What Sensei holds of a migration whose cleanup nobody has begun. */
export const full: MigrationResources = {
  checkpoints: { present: true, count: 12 },
  temporaryStorage: { present: true, gigabytes: 14 },
};

/** What the people of a closeout do about its cleanup, and what comes of it. */
export function cleanupIn(world: World) {
  function migrationOf(closeout: Closeout): Migration {
    const found = world.sensei.migrations.find(({ id }) => id === closeout.migration.id);
    if (found === undefined) throw new Error("There is no such migration.");
    return found;
  }

  /** The migration as Sensei shows it from now on. */
  function becomes(closeout: Closeout, different: Partial<Migration>): void {
    const { migrations } = world.sensei;
    migrations[migrations.indexOf(migrationOf(closeout))] = { ...migrationOf(closeout), ...different };
  }

  async function start(): Promise<Closeout> {
    const closeout = await world.start();
    becomes(closeout, { resources: full });
    return closeout;
  }

  function factsOf(closeout: Closeout, complete = false): CleanupFacts {
    const missing = complete ? [] : world.deps.template.template.artifacts.map(({ name }) => name);
    return cleanupFacts(migrationOf(closeout), { complete, missing });
  }

  function request(
    closeout: Closeout,
    kind: OperationKind,
    as = "tom",
    more: { override?: string; task?: string } = {},
  ) {
    const hash = factsHash(kind, factsOf(closeout));
    return requestOperation(world.deps, {
      closeoutId: closeout.id,
      member: member(as),
      kind,
      factsHash: hash,
      ...more,
    });
  }

  async function requested(
    closeout: Closeout,
    kind: OperationKind,
    as = "tom",
    more = {},
  ): Promise<Operation> {
    const outcome = await request(closeout, kind, as, more);
    if (outcome.kind !== "requested") throw new Error(JSON.stringify(outcome));
    return outcome.operation;
  }

  async function run({ id }: Pick<Operation, "id">): Promise<Operation> {
    await world.sql("update operation set next_attempt = now(), lease_until = '-infinity' where id = $1", id);
    await runOperation(world.deps, { operationId: id });
    const operation = await world.store.operations.get(id);
    if (operation === undefined) throw new Error("It is gone.");
    return operation;
  }

  const callsOf = (closeout: Closeout) =>
    world.sensei.operations.filter(({ migrationId }) => migrationId === closeout.migration.id);
  const kindsOf = async (closeout: Closeout) =>
    (await world.ledger(closeout))
      .map(({ kind }) => kind)
      .filter((kind) => /^(operation|cleanup)/.test(kind));
  const keep = (closeout: Closeout, as: string, reason: string) =>
    keepCheckpoints(world.deps, { closeoutId: closeout.id, member: member(as), reason });
  /** The sign-offs that asked for an operation's release, oldest first. */
  const releases = async (closeout: Closeout): Promise<readonly SignoffRequest[]> =>
    (await world.store.signoffs.all(closeout.id)).filter(({ effect }) => effect.kind === "release_operation");
  async function theRelease(closeout: Closeout): Promise<SignoffRequest> {
    const latest = (await releases(closeout)).at(-1);
    if (latest === undefined) throw new Error("Nobody asked for sign-off.");
    return latest;
  }
  const operationOf = async ({ id }: Pick<Operation, "id">) => await world.store.operations.get(id);
  const later = () => world.clock.set(world.clock.now().add({ minutes: 1 }));
  return {
    becomes,
    start,
    factsOf,
    request,
    requested,
    run,
    callsOf,
    kindsOf,
    keep,
    releases,
    theRelease,
    operationOf,
    later,
    giveRoles: (closeout: Closeout, roles: Partial<Closeout["roles"]>) => giveRoles(world, closeout, roles),
  };
}
