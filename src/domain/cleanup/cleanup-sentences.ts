import { assertNever } from "../assert-never.ts";
import type { Blocker, OperationKind } from "./cleanup-facts.ts";

/** What an operation is called: in a title, while it runs, when it has been done. */
export const operationWords: Readonly<
  Record<OperationKind, { readonly name: string; readonly doing: string; readonly done: string }>
> = {
  storage: {
    name: "Release temporary storage",
    doing: "Releasing temporary storage",
    done: "Released temporary storage",
  },
  checkpoints: {
    name: "Delete checkpoints",
    doing: "Deleting checkpoints",
    done: "Deleted the checkpoints",
  },
  migration: {
    name: "Archive the migration",
    doing: "Archiving the migration",
    done: "Archived the migration",
  },
  task: { name: "Run the automation", doing: "Running the automation", done: "The automation did it" },
};

/** What blocks an operation, in a sentence. Vendor's words are plain text. */
export function blockerSentence(blocker: Blocker): string {
  switch (blocker.kind) {
    case "rolled_back":
      return blocker.status === "rolling_back"
        ? "The migration is being rolled back at Sensei, so nothing is released or deleted."
        : "The migration was rolled back at Sensei, so nothing is released or deleted.";
    case "not_finished":
      return `Sensei says that the migration is “${blocker.vendorStatus}”; nothing is released or deleted unless it is completed, certified or archived.`;
    case "export_not_archived": {
      const { missing } = blocker;
      const named = missing.slice(0, 6).join(", ");
      return `The export is not archived and verified yet${missing.length === 0 ? "" : `: ${named} ${missing.length === 1 ? "is" : "are"} missing`}.`;
    }
    default:
      return assertNever(blocker);
  }
}

/** Why an operation that was confirmed was not carried out after all. Nothing was changed in any of these cases. */
export const stopSentences = {
  facts_changed: "What the plan was drawn from has changed since. Look at the plan again and decide anew.",
  requester_lost_right: "Whoever asked for it is no longer the owner or the technical lead.",
  releaser_lost_right: "Whoever released it is no longer the compliance officer.",
  same_person: "It was asked for and released by the same person; it takes two.",
  closed: "The closeout was closed in the meantime.",
} as const;
