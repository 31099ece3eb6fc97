import type { Closeout } from "../../src/domain/closeout.ts";
import type { Role } from "../../src/domain/role.ts";
import type { Commands, Message } from "./message.ts";

/** Told to guests, strangers and other bots. */
export function notAdmitted(_why: "guest" | "foreign" | "bot" | "deactivated" | "unknown"): Message {
  throw new Error("not drawn yet");
}

/** There is no open closeout in this channel; how to start one. */
export function noCloseoutHere(_commands: Commands): Message {
  throw new Error("not drawn yet");
}

/** Who can do it, when this person may not. */
export function notPermitted(_closeout: Closeout, _who: readonly (Role | "owner")[], _act: string): Message {
  throw new Error("not drawn yet");
}

/** No item of that id, and the nearest. */
export function noSuchItem(
  _closeout: Closeout,
  _id: string,
  _suggestion: string | undefined,
  _commands: Commands,
): Message {
  throw new Error("not drawn yet");
}

/** Unknown word, and the nearest. */
export function unknownCommand(_word: string, _suggestion: string | undefined, _commands: Commands): Message {
  throw new Error("not drawn yet");
}

/** Something of ours failed. */
export function somethingFailed(_reference: string): Message {
  throw new Error("not drawn yet");
}

/** Sensei does not answer. */
export function unavailable(_sentence: string): Message {
  throw new Error("not drawn yet");
}

/** The closeout is closed. */
export function closeoutClosed(_closeout: Closeout | undefined): Message {
  throw new Error("not drawn yet");
}
