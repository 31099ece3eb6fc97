/** Ids of what can be clicked about a sign-off; spread into `actions.ts`. Names are stable: messages keep their buttons for years. */
export const signoffActionIds = {
  /** These open a form; value `signoffRef`. */
  signoffApprove: "signoff.approve",
  signoffReject: "signoff.reject",
  signoffAsk: "signoff.ask",
  /** Shows the request as it is now, privately; value `signoffRef`. */
  signoffShow: "signoff.show",
  /** Overflow menu, or a button where it has one choice; `signoffOption`. */
  signoffMore: "signoff.more",
  /** Answers an offer to decide in somebody's place; value `seatRef`. */
  signoffAccept: "signoff.accept",
  signoffDecline: "signoff.decline",
  /** Opens the form that asks who decides in somebody's place; value `seatRef`. */
  signoffReplace: "signoff.replace",
  /** Opens the form for a new request; value `closeoutRef`. */
  signoffRequest: "signoff.request",
  /** The purpose in that form: choosing one fills in what is usual for it. */
  signoffPurpose: "signoff_request.purpose",
} as const;

/** `callback_id` of every form about a sign-off. */
export const signoffCallbackIds = {
  signoffRequest: "signoff.request",
  signoffApprove: "signoff.approve",
  signoffReject: "signoff.reject",
  signoffAsk: "signoff.ask",
  signoffDelegate: "signoff.delegate",
  signoffReplace: "signoff.replace",
  signoffWithdraw: "signoff.withdraw",
  signoffOverride: "signoff.override",
} as const;
