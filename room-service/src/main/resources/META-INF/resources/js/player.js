import { element } from './dom.js';

/**
 * Shows a received stream: the picture in `video`, every voice in an audio element of its own, because a video element
 * plays only one of several audio tracks.
 */
export class Player extends EventTarget {
  #video;
  #voices = [];
  #loud;

  /** @param {HTMLVideoElement} video @param {boolean} loud whether voices should be heard as far as the browser allows */
  constructor(video, loud) {
    super();
    this.#video = video;
    this.#loud = loud;
    video.muted = true; // a muted picture may always start by itself
    video.playsInline = true;
  }

  get isLoud() {
    return this.#loud;
  }

  show(media) {
    this.clear();
    this.#video.srcObject = new MediaStream(media.getVideoTracks());
    play(this.#video);
    media.getAudioTracks().forEach((track) => this.#addVoice(track));
  }

  /** Raises `change` when it is known whether sound is on. */
  async setLoud(loud) {
    this.#loud = loud;
    this.#voices.forEach((voice) => (voice.muted = !loud));
    const allowed = loud ? await Promise.all(this.#voices.map(play)) : [];
    this.#settle(allowed);
  }

  clear() {
    this.#video.srcObject = null;
    this.#voices.forEach((voice) => {
      voice.srcObject = null;
      voice.remove();
    });
    this.#voices = [];
  }

  async #addVoice(track) {
    const voice = element('audio', { srcObject: new MediaStream([track]), muted: !this.#loud });
    this.#video.after(voice);
    this.#voices.push(voice);
    this.#settle([await play(voice)]);
  }

  /** A page that nobody has touched yet may not make a sound: then a press of a button has to ask for it. */
  #settle(allowed) {
    if (allowed.includes(false)) {
      this.#loud = false;
      this.#voices.forEach((voice) => {
        voice.muted = true;
        play(voice);
      });
    }
    this.dispatchEvent(new CustomEvent('change'));
  }
}

async function play(media) {
  try {
    await media.play();
    return true;
  } catch (error) {
    return error.name !== 'NotAllowedError';
  }
}
