// The import of surveys as an analyst and a reviewer do it, in each language: a
// made-up sheet is sent without a mapping, its columns are explained, its faults
// looked at, its claims coded by the keyboard, the wave published, and then the
// trend is there for everybody. Each page on the way stands before axe. The key
// of a reviewer comes in the environment, the sheets in FOLDER:
// `wave-fr.csv`, `wave-en.xlsx`, `wave-es.ods`.

import { join } from 'node:path';
import { LANGUAGES, SCHEMES, WIDTHS, view } from './browser.mjs';
import { signIn } from './desk.mjs';

const WAIT_MS = 60_000;
const { REVIEWER } = process.env;
const FORMATS = { fr: 'csv', en: 'xlsx', es: 'ods' };
const YEARS = { fr: 2031, en: 2032, es: 2033 };
const KINDS = ['achievement', 'priority', 'challenge', 'topicSought', 'topicOffered', 'expectation'];

/** Imports, codes and publishes in each language. */
export async function surveys(browser, { base, folder, listen, complain, violations, overflow }) {
  for (const language of LANGUAGES) {
    const address = (page) => new URL(page.url()).pathname;
    const see = async (page) => {
      for (const width of [...Object.values(WIDTHS), 320]) {
        await page.setViewportSize({ width, height: 900 });
        if ((await overflow(page)) > 0) complain(`${address(page)} ${width}: wider than the window`);
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          for (const violation of await violations(page)) complain(`${address(page)} ${width} ${colorScheme}: ${violation}`);
        }
      }
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: WIDTHS.desktop, height: 900 });
    };
    await journey(browser, { base, folder, language, listen, complain, see });
  }
}

/** The journey in a language; `see` looks at each page on the way. */
export async function journey(browser, { base, folder, language, listen, complain, see }) {
  const expect = async (what, seen) => { if (!(await seen)) complain(`${language}, importing a survey: ${what}`); };
  const context = await view(browser, WIDTHS.desktop, 'light', { bypassCSP: true });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  listen(page, () => new URL(page.url()).pathname);
  await signIn(page, base, language, REVIEWER);
  await page.goto(`${base}/${language}/desk/surveys`);
  await see(page, 'imports');
  await page.setInputFiles('#file', join(folder, `wave-${language}.${FORMATS[language]}`));
  await page.click('form.entry button[type=submit]');
  await explain(page, language, expect, see);
  await page.waitForURL('**said=imported');
  await see(page, 'import');
  await expect('faults are told by row and column', page.locator('table.faults tbody tr').count().then((count) => count > 10));
  await page.selectOption('#filter-severity', 'error');
  await page.click('form.filters button');
  await expect('and filtered', page.locator('table.faults .of-warning').count().then((count) => count === 0));
  await code(page, expect, see);
  await publish(page, expect, see);
  await page.locator('.notice.done a.button').click();
  await page.waitForURL('**/survey/**');
  await see(page, 'survey');
  await expect('everybody reads that it is synthetic', page.locator('.mark.synthetic').first().isVisible());
  await page.goto(`${base}/${language}/theme/digital-services`);
  await see(page, 'theme');
  await expect('the trend is there', page.locator('svg.trend .synthetic .warning').first().isVisible());
  await context.close();
}

/** What the columns mean; what is missing is told first. */
async function explain(page, language, expect, see) {
  await page.waitForURL('**/columns?*');
  await see(page, 'columns');
  await page.fill('#id', `synthetic-${YEARS[language]}`);
  await page.fill('#date', String(YEARS[language]));
  await page.locator('form.columns > .actions button').click();
  await page.locator('[role=alert]').waitFor();
  await see(page, 'columns-wrong');
  await expect('what is missing is told with its place', page.locator('[role=alert] a[href="#c2.kind"]').isVisible());
  await page.check('#synthetic');
  for (const tongue of LANGUAGES) await page.locator(`[id="title.${tongue}"]`).fill(`Synthetic ${YEARS[language]} (${tongue})`);
  for (const [place, kind] of KINDS.entries()) {
    const field = (name) => page.locator(`[id="c${place + 2}.${name}"]`);
    await field('kind').selectOption(kind);
    for (const tongue of LANGUAGES) await field(`title.${tongue}`).fill(`Question ${place + 1} (${tongue})`);
  }
  await page.locator('[id="c7.anonymous"]').check();
  await page.locator('form.columns > .actions button').click();
}

/** By the keyboard: the first suggestion is accepted, one claim left out, one
 * given another theme, one taken back. */
async function code(page, expect, see) {
  await page.locator('nav.tabs a').nth(1).click();
  await page.waitForURL('**/codings');
  await see(page, 'codings');
  await page.locator('[data-keys] summary').click();
  await expect('the keys are explained', page.locator('[data-keys] kbd').first().isVisible());
  const claims = page.locator('fieldset.claim-coding');
  await claims.first().focus();
  for (const key of ['j', 'k', '1', 'z', 'u']) await page.keyboard.press(key);
  await expect('u leaves a claim and goes on', claims.first().locator('[data-uncoded]').isChecked());
  await expect('the focus is seen on the next', claims.nth(1).evaluate((claim) => claim === document.activeElement));
  for (let round = 0; round < 40 && (await claims.count()) > 0; round += 1) {
    const count = await claims.count();
    for (let place = round === 0 ? 1 : 0; place < count; place += 1) {
      const claim = claims.nth(place);
      await claim.focus();
      if ((await claim.locator('[data-theme]').count()) > 0) await page.keyboard.press('Enter');
      else await page.keyboard.press('u');
    }
    await page.locator('.saving button').click();
    await page.waitForURL('**said=coded');
  }
  await expect('nothing waits any more', claims.count().then((count) => count === 0));
  await see(page, 'coded');
}

async function publish(page, expect, see) {
  await page.locator('nav.tabs a').nth(2).click();
  await page.waitForURL('**/publish');
  await see(page, 'publish');
  await expect('what is left out is said', page.locator('.left-out li').first().isVisible());
  await page.check('input[name=incomplete]');
  await page.locator('form.entry button[type=submit]').click();
  await page.waitForURL('**said=wave-published');
  await see(page, 'published');
}
