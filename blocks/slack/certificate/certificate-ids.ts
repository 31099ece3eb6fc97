/** Ids of what can be clicked about a certificate; spread into `actions.ts`. Names are stable: messages keep their buttons for years. */
export const certificateActionIds = {
  /** Value `closeoutRef`. */
  certificateFetch: "certificate.fetch",
  certificateSend: "certificate.send",
  /** Sends what nobody can verify, after a question. Value `recordRef`. */
  certificateSendDespite: "certificate.send_despite",
  /** Value `recipientRef`. */
  certificateReceived: "certificate.received",
  certificateAgain: "certificate.again",
  certificateReplace: "certificate.replace",
  /** Overflow menu of a recipient; its options carry `recipientOption`. */
  certificateRecipient: "certificate.recipient",
  /** Value `migrationRef`. */
  startOffer: "start.offer",
} as const;

export const certificateCallbackIds = { certificateRecipient: "certificate.recipient" } as const;
