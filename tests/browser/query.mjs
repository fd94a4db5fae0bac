// The query page as an analyst uses it, under the policy of the page itself:
// YASGUI loads, completes from our graph, runs, links, gives files, and shows
// the line of an error. Without scripts the form asks by itself.

import { readFileSync } from 'node:fs';
import { LANGUAGES, SCHEMES, WIDTHS, view } from './browser.mjs';

const WAIT_MS = 10_000;
const BROKEN = 'SELECT * WHERE {\n  ?s ?p ?o .\n  FILTER(NOPE(?s))\n}';

export async function queryPage(browser, { base, listen, complain, violations }) {
  for (const [device, width] of Object.entries(WIDTHS)) {
    for (const scheme of SCHEMES) {
      const context = await view(browser, width, scheme);
      const page = await context.newPage();
      page.setDefaultTimeout(WAIT_MS);
      listen(page, () => `query page, ${device} ${scheme}`);
      await withEditor(page, base, device === 'phone' ? 'es' : 'en', complain);
      for (const violation of await violations(page)) complain(`query page ${width} ${scheme}: ${violation}`);
      await context.close();
    }
  }
  const context = await view(browser, WIDTHS.desktop, 'light', { javaScriptEnabled: false });
  for (const language of LANGUAGES) await withoutEditor(await context.newPage(), base, language, complain);
  await context.close();
}

async function withEditor(page, base, language, complain) {
  const expect = (what, seen) => { if (!seen) complain(`query page, ${language}: ${what}`); };
  const rows = page.locator('.yasr table.dataTable tbody tr');
  const ask = async (query) => {
    await page.locator('.yasqe .CodeMirror').evaluate((element, text) => element.CodeMirror.setValue(text), query);
    await page.locator('.yasqe_queryButton').click();
  };

  await page.goto(`${base}/sparql`);
  expect('a browser is led here', /\/(fr|en|es)\/query$/.test(page.url()));
  await page.goto(`${base}/${language}/query?example=members-without-statement`);
  await page.locator('.yasqe .CodeMirror').waitFor();
  expect('the form gives way to the editor', await page.locator('#query-form').isHidden());
  await page.locator('.yasqe_queryButton').click();
  await rows.first().waitFor();
  expect('the five silent members are listed', (await rows.count()) === 5);

  const link = new URL(page.url());
  expect('the address holds the query', link.searchParams.get('query')?.includes('SELECT'));
  const file = page.locator('#query-formats a[data-format="csv"]');
  const answer = await page.request.get(new URL(await file.getAttribute('href'), base).href, { headers: { accept: 'text/html,*/*;q=0.8' } });
  expect('the answer is given as CSV', answer.headers()['content-type'].startsWith('text/csv') && (await answer.text()).split('\n').length === 7);
  await page.goto(link.href);
  await page.locator('.yasqe_queryButton').click();
  await rows.first().waitFor();
  expect('the address leads back to the answer', (await rows.count()) === 5);

  // Completion: a property, then a class, by keyboard.
  await page.locator('.yasqe .CodeMirror').evaluate((element) => {
    element.CodeMirror.setValue('PREFIX pes: <https://w3id.org/passerelle/ontology#>\nSELECT * WHERE { ?s pes:workingLang');
    element.CodeMirror.focus();
    element.CodeMirror.setCursor(1, 100);
  });
  await page.keyboard.press('Control+Space');
  await page.locator('.CodeMirror-hints li', { hasText: 'workingLanguage' }).first().waitFor();
  await page.keyboard.press('Enter');
  const completed = await page.locator('.yasqe .CodeMirror').evaluate((element) => element.CodeMirror.getValue());
  expect('a property is completed', completed.includes('pes:workingLanguage'));

  await ask(BROKEN);
  const error = page.locator('.yasr .errorResult');
  await error.waitFor();
  expect('an error tells its line and column', /at \d+:\d+/.test(await error.innerText()));
  await ask('PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nCONSTRUCT { ?s skos:prefLabel ?o } WHERE { ?s skos:prefLabel ?o } LIMIT 3');
  await page.locator('.yasr table.dataTable tbody tr').first().waitFor();
  expect('a graph is offered as Turtle', await page.locator('#query-formats a[data-format="ttl"]').isVisible());
}

async function withoutEditor(page, base, language, complain) {
  page.setDefaultTimeout(WAIT_MS);
  await page.goto(`${base}/${language}/query?example=members-without-statement`);
  await page.selectOption('#query-format', 'json');
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('#query-form button').click()]);
  const answer = JSON.parse(readFileSync(await file.path(), 'utf8'));
  if (file.suggestedFilename() !== 'passerelle.json' || answer.results.bindings.length !== 5) complain(`query page, ${language}: the form gives ${file.suggestedFilename()}`);
  await page.close();
}
