// <passerelle-peers member="ke-pes" lang="en" limit="3" mode="similar">: the peers of a member, in
// any page. Its twin without a script is /embed/{lang}/peers/{member}.
//
// The service puts two constants before this file: STYLE, the style sheet that the frame has too, and
// WORDS, the texts of the interface by language. What the service answers is only ever set as text.

/** What addresses of the service begin with: this file is one level below. */
const SERVICE = new URL('..', import.meta.url).href;
const MODES = ['similar', 'helps-me', 'i-help', 'mutual'];
const LIMIT = { default: 3, max: 10 };
const THEMES_MAX = 3;
/** How many of three bars a confidence fills. */
const BARS = { insufficient: 0, low: 1, medium: 2, high: 3 };
const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes and content; texts become text. */
function element(name, attributes, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}

/** How sure something is: three bars, and words. */
function mark(confidence, words) {
  const picture = document.createElementNS(SVG, 'svg');
  const drawn = { viewBox: '0 0 18 16', width: '16', height: '14', 'aria-hidden': 'true' };
  for (const [key, value] of Object.entries(drawn)) picture.setAttribute(key, value);
  [[1, 5], [7, 9], [13, 13]].forEach(([x, height], place) => {
    const bar = document.createElementNS(SVG, 'rect');
    const fill = place < (BARS[confidence] ?? 0) ? 'currentColor' : 'none';
    const shape = { x, y: 15 - height, width: 4, height, rx: 1, stroke: 'currentColor', fill };
    for (const [key, value] of Object.entries(shape)) bar.setAttribute(key, String(value));
    picture.append(bar);
  });
  const said = element('span', {}, words[`confidence-${confidence}`] ?? confidence);
  const made = element('span', { class: 'mark tier' }, said);
  made.prepend(picture);
  return made;
}

class PasserellePeers extends HTMLElement {
  static observedAttributes = ['member', 'lang', 'limit', 'mode'];

  #root = this.attachShadow({ mode: 'open' });
  #request = null;
  #isDue = false;

  constructor() {
    super();
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [style];
  }

  connectedCallback() {
    this.#renew();
  }

  disconnectedCallback() {
    this.#request?.abort();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#renew();
  }

  /** Several attributes may change at once: they are answered together. */
  #renew() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      this.#load();
    });
  }

  /** Its own language, or that of the page around it, or the first that is spoken. */
  get #language() {
    const said = this.lang || this.parentElement?.closest('[lang]')?.lang || '';
    const tag = said.toLowerCase().split('-')[0];
    return tag in WORDS ? tag : Object.keys(WORDS)[0];
  }

  get #mode() {
    const mode = this.getAttribute('mode');
    return MODES.includes(mode) ? mode : MODES[0];
  }

  get #limit() {
    const limit = Number.parseInt(this.getAttribute('limit') ?? '', 10);
    return limit >= 1 ? Math.min(limit, LIMIT.max) : LIMIT.default;
  }

  async #load() {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    const member = (this.getAttribute('member') ?? '').split('/').pop();
    const asked = { member, language: this.#language, mode: this.#mode };
    const words = WORDS[asked.language];
    this.#show(asked, element('p', { class: 'note' }, words['embed-loading']));
    const address = new URL(`api/v1/members/${encodeURIComponent(member)}/matches`, SERVICE);
    address.search = new URLSearchParams({ mode: asked.mode, limit: this.#limit, lang: asked.language });
    try {
      const answer = await fetch(address, { signal: request.signal, credentials: 'omit' });
      if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
      const report = await answer.json();
      if (!request.signal.aborted) this.#show(asked, ...this.#report(asked, report));
    } catch (error) {
      if (request.signal.aborted) return;
      const again = element('button', { type: 'button' }, words['embed-again']);
      again.addEventListener('click', () => this.#load());
      this.#show(asked, element('p', { class: 'note' }, words['embed-failed']), again);
    }
  }

  /** Puts a card with that content in place of the one before. A screen reader is told. */
  #show(asked, ...content) {
    const words = WORDS[asked.language];
    const title = element('h2', { id: 'title' }, words['peers-title']);
    const card = element('section', { class: 'card', 'aria-labelledby': 'title', lang: asked.language }, title,
      element('div', { role: 'status' }, ...content));
    this.#root.replaceChildren(card);
  }

  #report(asked, report) {
    const words = WORDS[asked.language];
    const name = element('p', { class: 'eyebrow' }, report.member.label);
    const note = element('p', { class: 'note' }, report.note);
    if (report.confidence === 'insufficient') note.prepend(mark('insufficient', words), ' ');
    const peers = element('ul', { class: 'peers', role: 'list' }, ...report.data.map((one) => this.#peer(asked, one)));
    const page = this.#page(asked, asked.member, `?mode=${asked.mode}#peers`);
    const more = element('p', { class: 'more' }, element('a', { href: page }, words['embed-more']));
    return report.data.length ? [name, note, peers, more] : [name, note, more];
  }

  #peer(asked, found) {
    const words = WORDS[asked.language];
    const themes = found.shared.slice(0, THEMES_MAX).map((one) => one.concept.label).join(', ');
    const reason = words[`embed-because-${asked.mode}`].replace('{themes}', () => themes);
    const link = element('a', { href: this.#page(asked, found.member.slug) }, found.member.label);
    return element('li', {},
      element('p', { class: 'name' }, link),
      element('p', { class: 'reason' }, reason),
      element('p', { class: 'sure' }, mark(found.confidence, words)));
  }

  #page(asked, member, rest = '') {
    return new URL(`${asked.language}/member/${encodeURIComponent(member)}${rest}`, SERVICE).href;
  }
}

if (!customElements.get('passerelle-peers')) customElements.define('passerelle-peers', PasserellePeers);
