/**
 * What the room has told us, and what follows from it. The lists of the two rooms (waiting room and conference) arrive
 * independently and in any order; each replaces the one before.
 */
export class RoomLists {
  #keys;
  #waitingActive = null;
  #conferenceActive = [];
  #conference = null;
  #excluded = new Set();
  presenter = null;
  compositions = [];
  regions = [];

  constructor(keys) {
    this.#keys = keys;
  }

  /** Takes in one message of either room. Returns whether it was one of the lists. */
  take(message) {
    const streams = message.streams ?? [];
    switch (message.type) {
      case 'active':
        if (message.room === this.#keys.waiting) {
          this.#waitingActive = streams;
          streams.length === 0 && this.#excluded.clear(); // bans end when the room is empty
        } else if (message.room === this.#keys.key) {
          this.#conferenceActive = streams;
        }
        return true;
      case 'conference':
        if (message.room === this.#keys.key) {
          this.#conference = streams;
          this.presenter = message.presenter ?? null;
        }
        return true;
      case 'excluded':
        if (message.room === this.#keys.waiting) {
          this.#excluded = new Set(streams);
        }
        return true;
      case 'activeCompositions':
        this.compositions = message.list ?? [];
        return true;
      case 'mixerRegions':
        this.regions = message.regions ?? [];
        return true;
      default:
        return false;
    }
  }

  /** Those who wait: live in the waiting room, not in the conference. Null until both lists have come. */
  get waiting() {
    if (this.#waitingActive === null || this.#conference === null) {
      return null;
    }
    const elsewhere = (name) => this.#conference.includes(name) || this.#excluded.has(name) || name === this.#keys.room;
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
