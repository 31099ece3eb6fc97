import { admitMember } from "./admit-member.ts";
import { askVerification } from "./ask-verification.ts";
import { changeItem } from "./change-item.ts";
import { changeSettings } from "./change-settings.ts";
import { classifyArtifact } from "./classify-artifact.ts";
import { decideDisposal } from "./decide-disposal.ts";
import type { Deps } from "./deps.ts";
import { findCloseout } from "./find-closeout.ts";
import { holdArtifact } from "./hold-artifact.ts";
import { prepareStart } from "./prepare-start.ts";
import { readArchive } from "./read-archive.ts";
import { readItem, readItems } from "./read-items.ts";
import { readStatus } from "./read-status.ts";
import { readHome, readTodo } from "./read-todo.ts";
import { reviveCard } from "./revive-card.ts";
import { searchMigrations } from "./search-migrations.ts";
import { refreshMessage, turnPage } from "./show-message-again.ts";
import { startArchive } from "./start-archive.ts";
import { startCloseout } from "./start-closeout.ts";

type UseCase<Input, Outcome> = (deps: Deps, input: Input) => Promise<Outcome>;

/** Every use case that a person can ask for, bound to its dependencies. */
export type UseCases = ReturnType<typeof bindUseCases>;

/** Binds the use cases that people ask for; those of jobs are called by the jobs. */
export function bindUseCases(deps: Deps) {
  const bind =
    <Input, Outcome>(useCase: UseCase<Input, Outcome>) =>
    (input: Input) =>
      useCase(deps, input);
  return {
    admitMember: bind(admitMember),
    askVerification: bind(askVerification),
    changeItem: bind(changeItem),
    changeSettings: bind(changeSettings),
    classifyArtifact: bind(classifyArtifact),
    decideDisposal: bind(decideDisposal),
    findCloseout: bind(findCloseout),
    holdArtifact: bind(holdArtifact),
    prepareStart: bind(prepareStart),
    readArchive: bind(readArchive),
    readHome: bind(readHome),
    readItem: bind(readItem),
    readItems: bind(readItems),
    readStatus: bind(readStatus),
    readTodo: bind(readTodo),
    refreshMessage: bind(refreshMessage),
    reviveCard: bind(reviveCard),
    searchMigrations: bind(searchMigrations),
    startArchive: bind(startArchive),
    startCloseout: bind(startCloseout),
    turnPage: bind(turnPage),
  };
}
