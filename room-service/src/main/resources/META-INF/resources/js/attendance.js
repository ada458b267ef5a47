import { joinGroup } from './join-group.js';
import { publish } from './publish.js';
import { conferenceNode, originFor, provisionConference } from './stream-manager.js';
import { delay, isAbort, jittered } from './waiting.js';

const RETRY_MS = 2000;

/** Who is not on the list of the waiting room for so long is not seen by the host, and should know. */
const UNSEEN_MS = 8000;

/**
 * One person's visit to one room:
 *
 *   away ──enter──> arriving ──> waiting ──promoted──> joining ──> inside
 *    ^                  ^           ^───────demoted───────┴───────────┘
 *    └──leave, excluded─┴─lost media─┘     (joining repeats every 2 s until it works or is no longer wanted)
 *
 * The waiting room's stream runs all the time; the conference is a second stream of the same camera. The lists of the room
 * decide, and every list repeats the whole truth, so a list may come twice or late without harm. Raises `change` with
 * `detail` = `{ state, text, media }`.
 */
export class Attendance extends EventTarget {
  #keys;
  #name;
  #token;
  #media;
  #admitted = false;
  #visit = null;
  #waiting = null;
  #stay = null;
  #inside = null;
  #seen = false;
  #unseenTimer = 0;
  state = 'away';

  /** @param {{keys: object, name: string, token: string, media: MediaStream}} guest */
  constructor({ keys, name, token, media }) {
    super();
    this.#keys = keys;
    this.#name = name;
    this.#token = token;
    this.#media = media;
  }

  /** Goes into the waiting room and stays there, through lost connections, until `leave`. Rejects when the first try fails. */
  async enter() {
    const { signal } = (this.#visit = new AbortController());
    this.#tell('arriving', 'Entering the waiting room…');
    try {
      this.#waiting = await this.#publish(signal);
    } catch (error) {
      if (!isAbort(error, signal)) {
        this.leave('away', '');
        throw error;
      }
      return;
    }
    this.#follow(signal);
  }

  /** A list of those in the conference. */
  admit(streams) {
    this.#admitted = streams.includes(this.#name);
    this.#decide();
  }

  /** A list of those whom the host sees in the waiting room. */
  see(streams) {
    const before = this.#seen;
    this.#seen = streams.includes(this.#name);
    if (this.#seen !== before && this.state === 'waiting') {
      this.#wait();
    }
  }

  /** Ends everything. */
  leave(state = 'away', text = 'You have left.') {
    clearTimeout(this.#unseenTimer);
    this.#visit?.abort();
    this.#stay?.abort();
    this.#visit = this.#waiting = this.#stay = this.#inside = null;
    this.#tell(state, text);
  }

  /** Says goodbye without waiting, for a page that is being closed. */
  drop() {
    this.#inside?.drop();
    this.#waiting?.drop();
  }

  /** Tells viewers that microphone or camera were switched. */
  announceMute(muteAudio, muteVideo) {
    for (const session of [this.#waiting, this.#inside]) {
      session?.line.send({ mute: { muteAudio, muteVideo } });
    }
  }

  async #publish(signal) {
    const { serverAddress } = await originFor(this.#keys.waiting, this.#name, signal);
    return publish({ host: serverAddress, scope: this.#keys.waiting, name: this.#name, media: this.#media }, signal);
  }

  /** As long as the visit lasts: waits in the waiting room, and comes back when the way there was lost. */
  async #follow(signal) {
    while (!signal.aborted) {
      this.#wait();
      this.#decide();
      await this.#waiting.ended;
      this.#waiting = null;
      this.#stay?.abort();
      this.#stay = null;
      while (!signal.aborted && !this.#waiting) {
        this.#tell('arriving', 'The connection was lost. Going back into the waiting room…');
        try {
          await delay(jittered(RETRY_MS), signal);
          this.#waiting = await this.#publish(signal);
        } catch (error) {
          if (!isAbort(error, signal)) {
            this.#tell('arriving', `${error.message} Trying again…`);
          }
        }
      }
    }
  }

  #decide() {
    if (this.#admitted && this.#waiting && !this.#stay) {
      this.#takePart();
    } else if (!this.#admitted && this.#stay) {
      this.#stay.abort();
      this.#stay = null;
      this.#wait('The host has moved you back to the waiting room.');
    }
  }

  #wait(text = 'You are in the waiting room. The host will let you in.') {
    this.#tell('waiting', text);
    clearTimeout(this.#unseenTimer);
    this.#unseenTimer = setTimeout(() => {
      if (this.state === 'waiting' && !this.#seen) {
        this.#tell('waiting', 'The host cannot see you: the room does not list you. You may have been excluded; if not, leave and enter again.');
      }
    }, UNSEEN_MS);
  }

  async #takePart() {
    const { signal } = (this.#stay = new AbortController());
    this.#tell('joining', 'You are admitted. Joining the conference…');
    while (!signal.aborted) {
      try {
        this.#inside = await this.#join(signal);
        this.#tell('inside', 'You are in the conference.', this.#inside.media);
        const why = await this.#inside.ended;
        if (!signal.aborted) {
          this.#tell('joining', `${why} Joining again…`);
        }
      } catch (error) {
        if (!isAbort(error, signal)) {
          this.#tell('joining', `You are admitted, but the conference is not ready: ${error.message} Trying again…`);
        }
      }
      await delay(RETRY_MS, signal).catch(() => {}); // an abort ends the loop above
    }
  }

  async #join(signal) {
    const { key, room } = this.#keys;
    const { serverAddress } = await conferenceNode(key, signal);
    await provisionConference(this.#keys, this.#token, signal);
    return joinGroup({ host: serverAddress, scope: key, group: room, name: this.#name, media: this.#media }, signal);
  }

  #tell(state, text, media = null) {
    this.state = state;
    this.dispatchEvent(new CustomEvent('change', { detail: { state, text, media } }));
  }
}
