import { byId, element } from './dom.js';

const MOST_NOTICES = 4;
const SHOWN_MS = 30000;

/** One line that says how things stand; read out politely when it changes. */
export function showStatus(text, kind = 'calm') {
  const status = byId('status');
  if (status.textContent !== text) {
    status.textContent = text;
  }
  status.dataset.kind = kind;
}

/** Something went wrong and the person should know; goes away by itself or on demand. The newest few are kept. */
export function showProblem(text) {
  const list = byId('problems');
  const same = [...list.children].find((child) => child.dataset.text === text);
  same?.remove();
  const dismiss = element('button', { type: 'button', className: 'plain', 'aria-label': 'Dismiss', onclick: () => notice.remove() }, '×');
  const notice = element('li', { dataset: { text } }, element('span', {}, text), dismiss);
  list.append(notice);
  while (list.children.length > MOST_NOTICES) {
    list.firstElementChild.remove();
  }
  notice.scrollIntoView({ block: 'nearest' }); // on a small screen it may be far from the button that was pressed
  setTimeout(() => notice.remove(), SHOWN_MS);
}
