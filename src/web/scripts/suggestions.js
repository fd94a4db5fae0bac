// Suggests names while somebody types in a search box: an ARIA combobox with a
// list of things, each of which leads to its page. Without it the form works
// just the same. Texts come with the box, as data.

'use strict';

const WAIT_MS = 80;
const COUNT = 8;

function suggest(input) {
  const { suggestions: address, language, list: label } = input.dataset;
  const kinds = JSON.parse(input.dataset.kinds);
  const list = document.createElement('ul');
  let asked = null;
  let timer = 0;
  let active = -1;

  list.id = `${input.id}-suggestions`;
  list.className = 'suggestions';
  list.hidden = true;
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', label);
  input.after(list);
  for (const [name, value] of Object.entries({
    role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id,
  })) input.setAttribute(name, value);

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    choose(-1);
    input.setAttribute('aria-expanded', 'false');
  }

  function choose(place) {
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = place;
    const option = list.children[active];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  }

  function show(things) {
    choose(-1);
    list.replaceChildren(...things.map(option));
    list.hidden = things.length === 0;
    input.setAttribute('aria-expanded', String(!list.hidden));
  }

  function option(thing, place) {
    const item = document.createElement('li');
    const kind = document.createElement('span');
    item.id = `${list.id}-${place}`;
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', 'false');
    item.dataset.href = `/${language}/${thing.kind}/${thing.slug}`;
    kind.className = 'kind-name';
    kind.textContent = kinds[thing.kind];
    item.append(name(thing), ' ', kind);
    return item;
  }

  // Highlights are counted in characters, not in units of UTF-16.
  function name(thing) {
    const letters = [...thing.name];
    const span = document.createElement('span');
    if (thing.nameLang) span.lang = thing.nameLang;
    let end = 0;
    for (const place of thing.highlights) {
      const mark = document.createElement('mark');
      mark.textContent = letters.slice(place.start, place.end).join('');
      span.append(letters.slice(end, place.start).join(''), mark);
      end = place.end;
    }
    span.append(letters.slice(end).join(''));
    return span;
  }

  async function ask() {
    const words = input.value.trim();
    asked?.abort();
    if ([...words].length < 2) return close();
    asked = new AbortController();
    const query = new URLSearchParams({ q: words, lang: language, limit: COUNT });
    try {
      const answer = await fetch(`${address}?${query}`, { signal: asked.signal });
      show(answer.ok ? (await answer.json()).data : []);
    } catch (error) {
      if (error.name !== 'AbortError') close();
    }
  }

  function move(event) {
    const count = list.children.length;
    if (event.key === 'Escape' && !list.hidden) close();
    else if (list.hidden) return;
    // One stop is the box itself, before the first option and after the last.
    else if (event.key === 'ArrowDown') choose(active + 1 < count ? active + 1 : -1);
    else if (event.key === 'ArrowUp') choose(active === -1 ? count - 1 : active - 1);
    else if (event.key === 'Enter' && active >= 0) go(list.children[active]);
    else return;
    event.preventDefault();
  }

  function go(item) {
    location.assign(item.dataset.href);
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener('keydown', move);
  input.addEventListener('blur', close);
  // The box keeps the focus while an option is pressed.
  list.addEventListener('pointerdown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const item = event.target.closest('[role=option]');
    if (item) go(item);
  });
}

document.querySelectorAll('[data-suggestions]').forEach(suggest);
