import { actionIds, callbackIds } from "../../../blocks/slack/actions.ts";
import {
  fetchCertificateButton,
  receivedButton,
  recipientMenu,
  replaceRecipientButton,
  sendAgainButton,
  sendCertificateButton,
  sendDespiteButton,
  startOfferButton,
} from "../actions/certificate-buttons.ts";
import { replaceRecipient } from "../views/replace-recipient.ts";

/** Clicks about certificates and the vendor's news, by `action_id`; spread into `listeners.ts`. */
export const certificateClicks = {
  [actionIds.certificateFetch]: fetchCertificateButton,
  [actionIds.certificateSend]: sendCertificateButton,
  [actionIds.certificateSendDespite]: sendDespiteButton,
  [actionIds.certificateReceived]: receivedButton,
  [actionIds.certificateAgain]: sendAgainButton,
  [actionIds.certificateReplace]: replaceRecipientButton,
  [actionIds.certificateRecipient]: recipientMenu,
  [actionIds.startOffer]: startOfferButton,
} as const;

/** Forms about certificates, by `callback_id`. */
export const certificateForms = { [callbackIds.certificateRecipient]: replaceRecipient } as const;
