import { actionButton, arrange, element } from './dom.js';
import { Player } from './player.js';
import { Viewing } from './viewing.js';

/** One tile with live picture for everybody who waits. Sound is off until someone wants to listen. */
export class WaitingWall {
  #list;
  #scope;
  #commands;
  #viewings = new Map();

  /** @param {{admit: (name: string) => void, exclude: (name: string) => void}} commands */
  constructor(list, scope, commands) {
    this.#list = list;
    this.#scope = scope;
    this.#commands = commands;
  }

  show(names) {
    for (const [name, viewing] of this.#viewings) {
      if (!names.includes(name)) {
        viewing.stop();
        this.#viewings.delete(name);
      }
    }
    arrange(this.#list, names, (name) => this.#tile(name));
  }

  #tile(name) {
    const video = element('video', { 'aria-label': `Camera of ${name}` });
    const state = element('p', { className: 'hint' }, 'Waiting for the picture…');
    const player = new Player(video, false);
    const listen = actionButton('Listen', `Listen to ${name}`, () => player.setLoud(!player.isLoud));
    listen.setAttribute('aria-pressed', 'false');
    player.addEventListener('change', () => listen.setAttribute('aria-pressed', String(player.isLoud)));

    this.#viewings.set(
      name,
      new Viewing({ scope: this.#scope, name }, (media, why) => {
        state.textContent = media ? '' : (why ?? '');
        media ? player.show(media) : player.clear();
      }),
    );
    return element(
      'li',
      {},
      video,
      element('h3', {}, name),
      state,
      element(
        'div',
        { className: 'actions' },
        actionButton('Admit', `Admit ${name} to the conference`, () => this.#commands.admit(name), 'primary'),
        listen,
        actionButton('Exclude', `Exclude ${name} from the room`, () => this.#commands.exclude(name), 'danger'),
      ),
    );
  }
}
