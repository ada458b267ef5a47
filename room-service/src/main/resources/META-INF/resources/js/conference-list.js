import { actionButton, arrange, element } from './dom.js';

/** Everybody who was admitted, with what the host can do about them. */
export class ConferenceList {
  #list;
  #commands;

  /** @param {{present: Function, demote: Function, exclude: Function}} commands each called with a name */
  constructor(list, commands) {
    this.#list = list;
    this.#commands = commands;
  }

  show(lists) {
    arrange(this.#list, lists.conference, (name) => this.#entry(name));
    for (const entry of this.#list.children) {
      const { name } = entry.dataset;
      const presents = name === lists.presenter;
      entry.querySelector('.badge').hidden = !presents;
      entry.querySelector('.presenter').disabled = presents;
      entry.querySelector('.hint').textContent = lists.isInside(name) ? 'in the conference' : 'joining…';
    }
  }

  #entry(name) {
    const { present, demote, exclude } = this.#commands;
    return element(
      'li',
      {},
      element('h3', {}, name),
      element('span', { className: 'badge', hidden: true }, 'presenter'),
      element('span', { className: 'hint' }),
      actionButton('Presenter', `Make ${name} the presenter`, () => present(name), 'presenter'),
      actionButton('To waiting room', `Send ${name} back to the waiting room`, () => demote(name)),
      actionButton('Exclude', `Exclude ${name} from the room`, () => exclude(name), 'danger'),
    );
  }
}
