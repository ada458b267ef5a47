/**
 * Elements from plain data. Text always goes in as text, never as markup: names come from other people.
 */
export function element(tag, properties = {}, ...children) {
  const created = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key === 'dataset') {
      Object.assign(created.dataset, value);
    } else if (key.startsWith('aria-') || key === 'role') {
      created.setAttribute(key, value);
    } else {
      created[key] = value;
    }
  }
  created.append(...children);
  return created;
}

export function byId(id) {
  return document.getElementById(id);
}

/** A button that says what it does to whom, also to those who cannot see where it stands. */
export function actionButton(text, description, onclick, style = '') {
  return element('button', { type: 'button', className: style, 'aria-label': description, title: description, onclick }, text);
}

/**
 * Brings the children of `list` into the order of `names`, keeping those that are there: a redrawn list would lose the
 * keyboard focus and restart its videos.
 */
export function arrange(list, names, create) {
  const present = new Map([...list.children].map((child) => [child.dataset.name, child]));
  for (const [name, child] of present) {
    if (!names.includes(name)) {
      child.remove();
      present.delete(name);
    }
  }
  names.forEach((name, index) => {
    const child = present.get(name) ?? create(name);
    child.dataset.name = name;
    if (list.children[index] !== child) {
      list.insertBefore(child, list.children[index] ?? null);
    }
  });
}
