/**
 * What a sign-off request has to be, worked out another way than our rules: slots at a table, words that were spoken in them, and a
 * look at every way in which the rest could still go.
 */

export type Word = {
  readonly by: string;
  readonly what: "approved" | "rejected";
  readonly onBehalfOf: string | undefined;
};

export type Slot = {
  holder: string;
  readonly turn: number;
  /** Who was asked instead, and whether they took it. */
  deputy: { readonly to: string; readonly took: boolean } | undefined;
  word: Word | undefined;
};

export type Need = { readonly kind: "all" } | { readonly kind: "some"; readonly people: number };

export class Oracle {
  readonly slots: Slot[];
  readonly requester: string;
  readonly need: Need;
  state = "open";
  /** Everything that anybody has said, in the order in which it was said. Nothing is ever taken out. */
  readonly spoken: { readonly slot: number; readonly word: Word }[] = [];

  constructor(requester: string, people: readonly { user: string; turn: number }[], need: Need) {
    this.requester = requester;
    this.need = need;
    this.slots = people.map(({ user, turn }) => ({ holder: user, turn, deputy: undefined, word: undefined }));
  }

  get isOpen(): boolean {
    return this.state === "open";
  }

  /** Who would speak in a slot now. */
  speaker({ holder, deputy }: Slot): string {
    return deputy?.took === true ? deputy.to : holder;
  }

  /** A slot is called once everybody of an earlier turn has spoken. */
  isCalled(slot: Slot): boolean {
    return this.slots.every((other) => other.turn >= slot.turn || other.word !== undefined);
  }

  /** The slots in which somebody may speak now. */
  open(user: string): readonly number[] {
    if (!this.isOpen || user === this.requester) return [];
    return this.slots.flatMap((slot, index) =>
      slot.word === undefined && this.speaker(slot) === user && this.isCalled(slot) ? [index] : [],
    );
  }

  speak(index: number, user: string, what: Word["what"]): void {
    const slot = this.at(index);
    const word = { by: user, what, onBehalfOf: slot.holder === user ? undefined : slot.holder };
    slot.word = word;
    this.spoken.push({ slot: index, word });
    this.look();
  }

  /** Whether somebody sits at the table, or was asked to. */
  sits(user: string): boolean {
    return this.slots.some(({ holder, deputy }) => holder === user || deputy?.to === user);
  }

  end(state: string): void {
    this.state = state;
  }

  at(index: number): Slot {
    const slot = this.slots[index];
    if (slot === undefined) throw new RangeError(`There is no slot ${index}`);
    return slot;
  }

  /** Ends it when enough have agreed, or when not one of all the ways in which the others could speak is enough. */
  look(): void {
    if (!this.isOpen) return;
    const silent = this.slots.filter(({ word }) => word === undefined);
    if (this.isEnough([])) this.end("approved");
    else if (![...subsets(silent)].some((agreeing) => this.isEnough(agreeing))) this.end("rejected");
  }

  isEnough(agreeing: readonly Slot[]): boolean {
    const yes = this.slots.filter((slot) => slot.word?.what === "approved" || agreeing.includes(slot));
    if (this.need.kind === "all") return yes.length === this.slots.length;
    const people = yes.map((slot) => slot.word?.by ?? this.speaker(slot)).toSorted();
    return people.filter((one, index) => one !== people[index - 1]).length >= this.need.people;
  }
}

function* subsets<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let bits = 0; bits < 2 ** all.length; bits += 1) {
    yield all.filter((_, index) => Math.floor(bits / 2 ** index) % 2 === 1);
  }
}
