import { SIZES, compositionState } from './composition.js';
import { byId, element } from './dom.js';
import { Player } from './player.js';
import { Viewing } from './viewing.js';

/** The mixed picture: its controls, how far it is, and the picture itself. */
export class CompositionPanel {
  #form = byId('composition');
  #player = new Player(byId('composite-video'), false);
  #keys;
  #viewing = null;
  #asked = false;

  /** @param {{create: (choice: {region: string, size: string}) => boolean, destroy: () => void}} commands */
  constructor(keys, commands) {
    this.#keys = keys;
    this.#form.elements.size.append(...Object.keys(SIZES).map((size) => element('option', { value: size }, size)));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#asked = commands.create({ region: this.#form.elements.region.value, size: this.#form.elements.size.value });
      if (this.#asked) {
        this.#form.elements.create.disabled = true;
        byId('composition-state').textContent = 'Asking for a mixed picture…';
      }
    });
    byId('destroy').addEventListener('click', commands.destroy);
    const sound = byId('composite-sound');
    sound.addEventListener('click', () => this.#player.setLoud(!this.#player.isLoud));
    this.#player.addEventListener('change', () => sound.setAttribute('aria-pressed', String(this.#player.isLoud)));
  }

  /** The room said something about compositions, or that something went wrong. */
  answered() {
    this.#asked = false;
  }

  show(lists) {
    const { composition, regions } = lists;
    this.#offer(regions);
    this.#form.elements.create.disabled = this.#asked || composition !== null || regions.length === 0;
    byId('destroy').disabled = composition === null;
    if (!this.#asked) {
      byId('composition-state').textContent = describe(composition, regions);
    }
    this.#watch(lists.compositeIsLive);
  }

  #offer(regions) {
    const { region } = this.#form.elements;
    if ([...region.options].map(({ value }) => value).join() !== regions.join()) {
      const chosen = region.value;
      region.replaceChildren(...regions.map((name) => element('option', { value: name, selected: name === chosen }, name)));
    }
  }

  #watch(live) {
    byId('composite').hidden = !live;
    if (live && !this.#viewing) {
      this.#viewing = new Viewing({ scope: this.#keys.key, name: this.#keys.composite }, (media, why) => {
        byId('composite-note').textContent = media ? '' : why;
        media ? this.#player.show(media) : this.#player.clear();
      });
    } else if (!live && this.#viewing) {
      this.#viewing.stop();
      this.#viewing = null;
      this.#player.clear();
    }
  }
}

function describe(composition, regions) {
  if (composition) {
    return `The mixed picture is ${compositionState(composition)}.`;
  }
  return regions.length === 0
    ? 'No region with mixers is known yet.'
    : 'There is no mixed picture yet. Participants can join as soon as there is one.';
}
