// The component and its twin in a page of another origin, under a strict
// content security policy: what it shows, how it waits and fails, keyboard,
// axe, light and dark. The page is the example of the documentation.

import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { SCHEMES, WIDTHS, view, withBrowser } from './browser.mjs';

const [base, example] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const POLICY = `default-src 'none'; script-src ${base}; connect-src ${base}; frame-src ${base}`;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const STEP_MS = 10_000;
const complaints = [];
const expect = (what, seen) => { if (!seen) complaints.push(what); };

/** The example page with the address of the service in it. */
function platform() {
  const page = readFileSync(example, 'utf8').replaceAll('https://passerelle.example', base);
  const server = createServer((request, response) => {
    if (request.url !== '/') return response.writeHead(204).end(); // An icon, if anything.
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY });
    response.end(page);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function open(browser, address, width, scheme, { listens = true, ...settings } = {}) {
  const context = await view(browser, width, scheme, settings);
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_MS);
  if (listens) page.on('console', (message) => complaints.push(`${width} ${scheme}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`${width} ${scheme}: ${error.message}`));
  return { context, page, go: () => page.goto(address) };
}

/** What stands there, in the languages of the elements. */
async function shown(browser, address) {
  const { context, page, go } = await open(browser, address, WIDTHS.desktop, 'light');
  await go();
  await page.locator('#alike .peers li').first().waitFor();
  expect('three peers unless said', (await page.locator('#alike .peers li').count()) <= 3);
  expect('the language of the page', (await page.locator('#alike h2').textContent()) === 'Who to talk to');
  expect('a reason', (await page.locator('#alike .reason').first().textContent()).startsWith('In common: '));
  expect('a confidence', /confidence$/.test(await page.locator('#alike .sure').first().textContent()));
  await page.locator('#helpers .peers li').first().waitFor();
  expect('its own language', (await page.locator('#helpers h2').textContent()) === 'Con quién hablar');
  expect('its own mode', (await page.locator('#helpers .reason').first().textContent()).startsWith('Ofrece lo que'));
  await page.locator('#silent .mark').waitFor();
  expect('thin evidence', (await page.locator('#silent .note').textContent()).includes('Éléments insuffisants'));
  expect('no peer is padded', (await page.locator('#silent .peers').count()) === 0);
  const twin = page.frameLocator('iframe');
  await twin.locator('.peers li').first().waitFor();
  const names = (root) => root.locator('.peers .name').allTextContents();
  expect('the twin shows the same', JSON.stringify(await names(page.locator('#alike'))) === JSON.stringify(await names(twin)));
  const link = await page.locator('#alike .name a').first().getAttribute('href');
  expect('links lead to the service', link.startsWith(`${base}/en/member/`));

  await page.evaluate(() => {
    const element = document.querySelector('#alike');
    element.setAttribute('limit', '1');
    element.lang = 'fr';
  });
  await page.locator('#alike h2', { hasText: 'À qui parler' }).waitFor();
  await page.locator('#alike .peers li').first().waitFor();
  expect('a changed attribute is answered', (await page.locator('#alike .peers li').count()) === 1);
  await context.close();
}

/** By keyboard alone, from link to link. */
async function keyboard(browser, address) {
  const { context, page, go } = await open(browser, address, WIDTHS.desktop, 'light');
  await go();
  await page.locator('#alike .peers li').first().waitFor();
  await page.keyboard.press('Tab');
  const focused = await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.textContent ?? '');
  expect('the first stop is the first peer', focused === (await page.locator('#alike .name a').first().textContent()));
  await page.keyboard.press('Enter');
  await page.waitForURL(`${base}/en/member/*`);
  await context.close();
}

/** It says that it waits, and what to do when it fails. */
async function waiting(browser, address) {
  // The failure is told on the console too.
  const { context, page, go } = await open(browser, address, WIDTHS.phone, 'light', { listens: false });
  let answer;
  const held = new Promise((resolve) => { answer = resolve; });
  await page.route('**/matches?*', async (route) => { await held; await route.abort(); });
  await go();
  const status = page.locator('#alike [role=status]');
  await status.filter({ hasText: 'Looking for peers' }).waitFor();
  answer();
  await status.filter({ hasText: 'could not be loaded' }).waitFor();
  await page.unroute('**/matches?*');
  await page.locator('#alike button').click();
  await page.locator('#alike .peers li').first().waitFor();
  await page.evaluate(() => { document.querySelector('#alike').setAttribute('member', 'no-such-member'); });
  await status.filter({ hasText: 'could not be loaded' }).waitFor();
  await context.close();
}

async function accessible(browser, address, width, scheme) {
  const { context, page, go } = await open(browser, address, width, scheme, { bypassCSP: true });
  await go();
  for (const id of ['alike', 'helpers']) await page.locator(`#${id} .peers li`).first().waitFor();
  await page.locator('#silent .mark').waitFor();
  await page.frameLocator('iframe').locator('.peers li').first().waitFor();
  for (const frame of page.frames()) {
    await frame.evaluate(axe);
    const found = await frame.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values }, iframes: false }), RULES);
    for (const rule of found.violations) complaints.push(`${width} ${scheme} ${frame.url()}: ${rule.id}: ${rule.nodes[0].html}`);
  }
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/embedding-${width}-${scheme}.png`, fullPage: true });
  await context.close();
}

const server = await platform();
const address = `http://127.0.0.1:${server.address().port}/`;
await withBrowser(async (browser) => {
  await shown(browser, address);
  await keyboard(browser, address);
  await waiting(browser, address);
  for (const width of Object.values(WIDTHS)) for (const scheme of SCHEMES) await accessible(browser, address, width, scheme);
});
server.close();
for (const words of complaints) console.error(words);
console.log(`embedding: ${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;
