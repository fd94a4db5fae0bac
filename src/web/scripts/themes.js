// Suggests themes for a text while it is typed, where a form does so once it is
// saved as well. The service reads the text as it reads any stated profile, and
// keeps nothing of it. Texts come with the form, as data.

'use strict';

const WAIT_MS = 500;
const CHARS_MAX = 5000;

function suggest(list) {
  const form = list.closest('form');
  const { suggested: name, language, from } = list.dataset;
  const boxes = [...form.querySelectorAll('[data-tells]')];
  let asked = null;
  let timer = 0;

  function isThere(id) {
    return [...form.elements].some((control) => control.name === name && control.type === 'checkbox' && control.value === id);
  }

  function choice(theme, words) {
    const label = document.createElement('label');
    const box = document.createElement('input');
    const why = document.createElement('span');
    label.className = 'choice';
    Object.assign(box, { type: 'checkbox', name, value: theme.id });
    why.className = 'from';
    why.textContent = from.replace('{words}', words);
    label.append(box, ` ${theme.label} `, why);
    if (theme.labelLang && theme.labelLang !== language) label.lang = theme.labelLang;
    return label;
  }

  function show(understood) {
    const words = understood.filter((one) => one.words && !isThere(one.concept.id));
    // What was suggested before and is not meant any more goes, unless chosen.
    for (const label of [...list.children]) {
      const box = label.querySelector('input');
      const meant = understood.some((one) => one.concept.id === box.value);
      if (!box.checked && !meant) label.remove();
    }
    list.append(...words.map((one) => choice(one.concept, one.words)));
  }

  async function ask() {
    const text = boxes.map((box) => box.value).join('\n').slice(0, CHARS_MAX);
    asked?.abort();
    if (text.trim().length < 3) return show([]);
    asked = new AbortController();
    try {
      const answer = await fetch(`/api/v1/matches?${new URLSearchParams({ lang: language, limit: 1 })}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ sought: { text } }),
        signal: asked.signal,
        credentials: 'omit',
      });
      if (answer.ok) show((await answer.json()).understood);
    } catch {
      // Without suggestions the form is what it was.
    }
  }

  list.setAttribute('aria-live', 'polite');
  for (const box of boxes) {
    box.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT_MS);
    });
  }
}

document.querySelectorAll('[data-suggested]').forEach(suggest);
