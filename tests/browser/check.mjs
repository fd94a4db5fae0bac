// Every kind of page in every language, at the width of a phone and of a
// desktop, in light and dark: no violation that axe knows of, nothing wider
// than the window, no request to another host, nothing on the console. Then
// the journeys of an officer, by keyboard and by links, without scripts. The
// desk has a file of its own.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { LANGUAGES, PAGES, SCHEMES, WIDTHS, view, withBrowser } from './browser.mjs';
import { desk } from './desk.mjs';
import { queryPage } from './query.mjs';

const base = process.argv[2];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const NARROWEST = 320;
const STEP_MS = 10_000;
const QUESTIONS = {
  fr: 'sanctions après un refus d’emploi',
  en: 'sanctions after a refused job offer',
  es: 'sanciones por rechazar una oferta',
};
const complaints = new Set();
let views = 0;

/** Told once, at once. */
function complain(words) {
  if (!complaints.has(words)) console.error(words);
  complaints.add(words);
}

function listen(page, where) {
  page.on('request', (request) => {
    if (!request.url().startsWith(base)) complain(`${where()}: asks ${request.url()}`);
  });
  page.on('console', (message) => {
    // The status of an error page is told on the console; nothing else may be.
    if (!/status of 4\d\d/.test(message.text())) complain(`${where()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complain(`${where()}: ${error.message}`));
}

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), RULES);
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`));
}

const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

async function look(browser, width, scheme) {
  // The policy of the pages forbids scripts, axe's too.
  const context = await view(browser, width, scheme, { bypassCSP: true });
  const page = await context.newPage();
  let address = '';
  listen(page, () => `${address} ${width} ${scheme}`);
  for (const language of LANGUAGES) {
    for (const path of PAGES) {
      address = `/${language}${path}`;
      await page.goto(base + address);
      for (const violation of await violations(page)) complain(`${address} ${width} ${scheme}: ${violation}`);
      if ((await overflow(page)) > 0) complain(`${address} ${width}: wider than the window`);
      views += 1;
    }
  }
  await context.close();
}

/** Nothing is cut off at 320 pixels, which is 400 % of a desktop. */
async function narrow(browser) {
  const context = await view(browser, NARROWEST, 'light', { javaScriptEnabled: true });
  const page = await context.newPage();
  for (const path of PAGES) {
    await page.goto(`${base}/fr${path}`);
    if ((await overflow(page)) > 0) complain(`/fr${path} ${NARROWEST}: wider than the window`);
  }
  await context.close();
}

/** What an officer does, with scripts switched off. */
async function journeys(browser) {
  const words = {
    fr: { find: 'Trouver mon service', help: 'Peuvent aider', why: 'Voir les déclarations', compare: 'Comparer' },
    en: { find: 'Find my service', help: 'Can help', why: 'Show the statements', compare: 'Compare' },
    es: { find: 'Encontrar mi servicio', help: 'Pueden ayudar', why: 'Ver las declaraciones', compare: 'Comparar' },
  };
  const context = await view(browser, WIDTHS.desktop, 'light', { javaScriptEnabled: false });
  for (const language of LANGUAGES) {
    const page = await context.newPage();
    page.setDefaultTimeout(STEP_MS);
    const say = words[language];
    const expect = async (what, seen) => { if (!(await seen)) complain(`${language}: ${what}`); };
    await page.goto(`${base}/${language}/`);
    // By keyboard: the first stop skips the navigation.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect('the skip link leads to the content', page.url().endsWith('#main'));
    await page.getByRole('link', { name: say.find }).click();
    await page.locator('section[aria-labelledby="members"] a[href$="/member/ke-pes"]').click();
    await page.getByRole('link', { name: say.help, exact: true }).click();
    await expect('a peer who can help is named', (await page.locator('.peer').count()) > 0);
    await page.getByText(say.why).first().click();
    await expect('the statements open', page.locator('.reasons .statement').first().isVisible());
    await page.locator('.reasons .source a').first().click();
    await expect('a statement can be cited', page.url().includes('/statement/'));
    await page.goto(`${base}/${language}/programme/nesm`);
    await page.locator('.page-header .button').click();
    await page.selectOption('#item-1', 'programme/jobactive');
    await page.getByRole('button', { name: say.compare }).click();
    await expect('two stand side by side', (await page.locator('.compare thead th').count()) === 2);
    await workshop(page, language, expect);
    await page.close();
  }
  await context.close();
}

/** What a planner does: a theme, a group, one member less. */
async function workshop(page, language, expect) {
  await page.goto(`${base}/${language}/groups`);
  await page.selectOption('#filter-theme', 'service-design');
  await page.locator('form.filters button').click();
  const first = page.locator('.peer').first();
  await expect('groups are proposed', first.isVisible());
  await expect('what is not satisfied is said', first.locator('.demands .unmet').first().isVisible());
  const leave = first.locator('.changes a[href*="exclude="]').first();
  const left = new URL(await leave.getAttribute('href'), base).searchParams.get('exclude');
  await leave.click();
  await expect('who is left out is named', page.locator('.chosen a').first().isVisible());
  await expect('and is in no group', page.locator(`.peer a[href$="/member/${left}"]`).count().then((count) => count === 0));
}

/** An officer looks for something: first without scripts, by the small box. */
async function searching(browser) {
  const plain = await view(browser, WIDTHS.phone, 'light', { javaScriptEnabled: false });
  for (const [language, question] of Object.entries(QUESTIONS)) {
    const page = await plain.newPage();
    page.setDefaultTimeout(STEP_MS);
    const expect = async (what, seen) => { if (!(await seen)) complain(`${language}, searching: ${what}`); };
    await page.goto(`${base}/${language}/about`);
    await page.fill('#search', question);
    await page.keyboard.press('Enter');
    await page.locator('.results').waitFor();
    await expect('the topic is found', (await page.locator('.results a[href$="/topic/2022-q8-02"]').count()) > 0);
    await expect('the words are marked', (await page.locator('.results mark').count()) > 3);
    await page.locator('.facets a').first().click();
    await expect('the choice is shown', page.locator('.chosen a').first().isVisible());
    await page.locator('.chosen a').first().click();
    await page.locator('.understood a').click();
    await page.waitForURL('**/theme/sanctions');
    // Here nobody: the report names no member that asks about sanctions.
    await expect('the theme tells who shares it', page.locator('section[aria-labelledby="members"] .none').first().isVisible());
    await page.close();
  }
  await plain.close();
  await suggestions(browser);
}

/** Then with suggestions, by keyboard alone. */
async function suggestions(browser) {
  const context = await view(browser, WIDTHS.desktop, 'light');
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_MS);
  listen(page, () => 'suggestions');
  const expect = (what, seen) => { if (!seen) complain(`suggestions: ${what}`); };
  const box = page.getByRole('combobox');
  await page.goto(`${base}/fr/`);
  await box.focus();
  await page.keyboard.type('télétr');
  await page.getByRole('option').first().waitFor();
  expect('the list is open', (await box.getAttribute('aria-expanded')) === 'true');
  for (const violation of await violations(await opened(browser))) complain(`suggestions: ${violation}`);
  await page.keyboard.press('ArrowDown');
  const active = await box.getAttribute('aria-activedescendant');
  expect('the first is chosen', (await page.locator('[aria-selected=true]').getAttribute('id')) === active);
  await page.keyboard.press('Escape');
  expect('it closes', (await box.getAttribute('aria-expanded')) === 'false');
  await page.keyboard.type('a');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/fr/theme/telework');
  await context.close();
}

/** The open list, for axe, which the policy of the pages keeps out. */
async function opened(browser) {
  const page = await (await view(browser, WIDTHS.phone, 'dark', { bypassCSP: true })).newPage();
  await page.goto(`${base}/en/search`);
  await page.getByRole('combobox').pressSequentially('emp');
  await page.getByRole('option').first().waitFor();
  return page;
}

await withBrowser(async (browser) => {
  await journeys(browser);
  await queryPage(browser, { base, listen, complain, violations });
  await desk(browser, { base, listen, complain, violations, overflow });
  await searching(browser);
  await narrow(browser);
  for (const width of Object.values(WIDTHS)) for (const scheme of SCHEMES) await look(browser, width, scheme);
});
console.log(`${views} views, ${complaints.size} complaints`);
process.exitCode = complaints.size === 0 ? 0 : 1;
