import { archiveActionIds, archiveCallbackIds } from "../../blocks/slack/actions-archive.ts";
import { classifyArtifact } from "./actions/classify-artifact.ts";
import {
  approveAllDisposals,
  approveDisposal,
  keepAllArtifacts,
  keepArtifact,
  turnDisposalPage,
} from "./actions/decide-disposal.ts";
import { runArchive } from "./actions/run-archive.ts";
import { showRegister, showUnclassified } from "./actions/show-archive.ts";
import { holdArtifactForm, keepArtifactForm } from "./views/hold-artifact.ts";

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
  [archiveActionIds.disposalApprove]: approveDisposal,
  [archiveActionIds.disposalApproveAll]: approveAllDisposals,
  [archiveActionIds.disposalKeep]: keepArtifact,
  [archiveActionIds.disposalKeepAll]: keepAllArtifacts,
  [archiveActionIds.disposalPrevious]: turnDisposalPage,
  [archiveActionIds.disposalNext]: turnDisposalPage,
};

/** The archive's forms, by `callback_id`. */
export const archiveSubmissionListeners = {
  [archiveCallbackIds.hold]: holdArtifactForm,
  [archiveCallbackIds.keep]: keepArtifactForm,
};
