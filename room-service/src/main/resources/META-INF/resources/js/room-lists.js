/**
 * What the room has told us, and what follows from it. The lists of the two rooms (waiting room and conference) arrive
 * independently and in any order; each replaces the one before. Who is excluded is in none of them.
 */
export class RoomLists {
  #keys;
  #waitingActive = null;
  #conferenceActive = [];
  #conference = null;
  presenter = null;
  compositions = [];
  regions = [];

  constructor(keys) {
    this.#keys = keys;
  }

  /** Takes in one message of either room; what is no list is of no concern here. */
  take(message) {
    const streams = message.streams ?? [];
    switch (message.type) {
      case 'active':
        if (message.room === this.#keys.waiting) {
          this.#waitingActive = streams;
        } else if (message.room === this.#keys.key) {
          this.#conferenceActive = streams;
        }
        break;
      case 'conference':
        if (message.room === this.#keys.key) {
          this.#conference = streams;
          this.presenter = message.presenter ?? null;
        }
        break;
      case 'activeCompositions':
        this.compositions = message.list ?? [];
        break;
      case 'mixerRegions':
        this.regions = message.regions ?? [];
        break;
      default:
    }
  }

  /** Those who wait: live in the waiting room, not in the conference. Null until both lists have come. */
  get waiting() {
    if (this.#waitingActive === null || this.#conference === null) {
      return null;
    }
    const elsewhere = (name) => this.#conference.includes(name) || name === this.#keys.room;
    return this.#waitingActive.filter((name) => !elsewhere(name));
  }

  get conference() {
    return this.#conference ?? [];
  }

  /** Whether the participant's second stream is there, that is: whether they have really arrived in the conference. */
  isInside(name) {
    return this.#conferenceActive.includes(name);
  }

  /** Whether the mixed picture of everybody is live. */
  get compositeIsLive() {
    return this.#conferenceActive.includes(this.#keys.composite);
  }

  /** The composition of this room, if there is one. */
  get composition() {
    return this.compositions.find(({ event }) => event === this.#keys.room) ?? null;
  }
}
