import {
  archiveActionIds,
  archiveCallbackIds,
  earlierDisposalActions,
} from "../../../blocks/slack/archive/actions-archive.ts";
import { classifyArtifact } from "../actions/classify-artifact.ts";
import { clickEarlierDisposal, submitEarlierDisposal } from "../actions/earlier-disposal.ts";
import { runArchive } from "../actions/run-archive.ts";
import { showRegister, showUnclassified } from "../actions/show-archive.ts";
import { holdArtifactForm } from "../views/hold-artifact.ts";

/** Clicks on the archive's controls, by `action_id`. */
export const archiveClickListeners = {
  [archiveActionIds.archiveRun]: runArchive,
  [archiveActionIds.archiveRegister]: showRegister(false),
  [archiveActionIds.archivePrevious]: showRegister(true),
  [archiveActionIds.archiveNext]: showRegister(true),
  [archiveActionIds.archiveUnclassified]: showUnclassified(false),
  [archiveActionIds.archiveUnclassifiedPrevious]: showUnclassified(true),
  [archiveActionIds.archiveUnclassifiedNext]: showUnclassified(true),
  [archiveActionIds.archiveClassify]: classifyArtifact,
  ...Object.fromEntries(earlierDisposalActions.map((id) => [id, clickEarlierDisposal])),
};

/** The archive's forms, by `callback_id`. */
export const archiveSubmissionListeners = {
  [archiveCallbackIds.hold]: holdArtifactForm,
  [archiveCallbackIds.earlierKeep]: submitEarlierDisposal,
};
