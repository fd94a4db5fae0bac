// The query page: YASGUI in place of the plain form, with prefixes and
// completion from our own graph. Without it the form stays as it is.

const form = document.getElementById('query-form');
const field = document.getElementById('query-text');
const settings = JSON.parse(document.getElementById('query-settings').textContent);

/** A query as an address that gives the answer in a format. */
const answerHref = (query, format) => `${settings.endpoint}?${new URLSearchParams({ query, format })}`;

/** The page with this query in it. */
const pageHref = (query) => `${location.pathname}?${new URLSearchParams({ query })}`;

// Longer addresses are refused by servers and cut by mail programs.
const ADDRESS_MAX = 7000;

function start(Yasgui) {
  own(Yasgui.Yasqe);
  form.hidden = true;
  const editor = document.getElementById('query-editor');
  editor.hidden = false;
  const yasgui = new Yasgui(editor, {
    autofocus: false,
    persistenceId: null,
    populateFromUrl: false,
    requestConfig: { endpoint: new URL(settings.endpoint, location.href).href, method: 'POST' },
    yasqe: {
      persistenceId: null,
      value: field.value,
      editorHeight: '22rem',
      createShareableLink: (yasqe) => new URL(pageHref(yasqe.getValue()), location.href).href,
      consumeShareLink: null,
    },
    yasr: { persistenceId: null, prefixes: settings.prefixes, maxPersistentResponseSize: 0 },
  });
  const tab = yasgui.getTab();
  tab.setQuery(field.value);
  yasgui.on('query', () => remember(tab.getQuery()));
  yasgui.on('queryResponse', () => offerFormats(tab));
  name(editor);
  new MutationObserver(() => name(editor)).observe(editor, { childList: true, subtree: true });
}

/** Completion from our graph; nothing is asked of other hosts. */
function own(Yasqe) {
  const { prefixes, property, class: classes } = Yasqe.Autocompleters;
  const declared = Object.entries(settings.prefixes).map(([name, iri]) => `${name}: <${iri}>`);
  prefixes.get = () => declared.toSorted();
  const terms = vocabulary();
  property.get = async (_, token) => matching((await terms).properties, token);
  classes.get = async (_, token) => matching((await terms).classes, token);
  for (const completer of [prefixes, property, classes]) completer.persistenceId = null;
  property.autoShow = classes.autoShow = true;
}

/** The classes and properties that the graph says it uses. */
async function vocabulary() {
  const headers = { Accept: 'application/sparql-results+json' };
  const found = await fetch(answerHref(settings.vocabulary, 'json'), { headers });
  const rows = found.ok ? (await found.json()).results.bindings : [];
  const terms = { classes: [], properties: [] };
  for (const { kind, term } of rows) terms[kind.value].push(term.value);
  return terms;
}

function matching(terms, token) {
  const typed = (token?.autocompletionString ?? '').toLowerCase();
  return terms.filter((term) => term.toLowerCase().includes(typed));
}

/** A query that ran can be linked to from the address bar. */
function remember(query) {
  const href = pageHref(query);
  if (href.length <= ADDRESS_MAX) history.replaceState(null, '', href);
}

function offerFormats(tab) {
  const graph = ['CONSTRUCT', 'DESCRIBE'].includes(tab.getYasqe().getQueryType());
  const links = document.getElementById('query-formats');
  const query = tab.getQuery();
  for (const link of links.querySelectorAll('a')) {
    link.closest('li').hidden = (link.dataset.of === 'graph') !== graph;
    link.href = answerHref(query, link.dataset.format);
  }
  links.hidden = answerHref(query, 'jsonld').length > ADDRESS_MAX;
}

/** What YASGUI leaves to be done for those who hear or type. */
function name(editor) {
  const names = {
    '.yasqe .CodeMirror textarea': settings.names.editor,
    '.yasr .CodeMirror textarea': settings.names.answer,
    '.tableSizer': settings.names.size,
    '.tableFilter': settings.names.filter,
  };
  for (const [selector, words] of Object.entries(names)) {
    for (const element of editor.querySelectorAll(selector)) {
      if (element.getAttribute('aria-label') !== words) element.setAttribute('aria-label', words);
    }
  }
  // What scrolls is reached by keyboard too.
  for (const scrolled of editor.querySelectorAll('.CodeMirror-scroll')) {
    if (scrolled.tabIndex !== 0) scrolled.tabIndex = 0;
  }
  for (const corner of editor.querySelectorAll('.dataTable thead th:first-child .dt-column-title:empty')) {
    corner.textContent = '#';
  }
}

if (window.Yasgui) start(window.Yasgui);
