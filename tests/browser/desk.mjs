// The desk: its pages before axe as all others, an officer who contributes
// something in five minutes, and one who says what the service seeks and
// offers. Keys come in the environment: KENYA, ACTIRIS, REVIEWER.

import { LANGUAGES, SCHEMES, WIDTHS, view } from './browser.mjs';

const WAIT_MS = 60_000;
// What an officer has to type is counted; who types does so slowly.
const KEYSTROKES_MAX = 600;
const { KENYA, ACTIRIS, REVIEWER } = process.env;

const WORDS = {
  fr: {
    title: 'Bureaux mobiles les jours de marché',
    story: 'Des conseillers se rendent sur les marchés pour les personnes éloignées des agences ; ils travaillent avec des outils de télétravail.',
    seek: 'l’intelligence artificielle dans les services', offer: 'une unité d’expérience utilisateur',
  },
  en: {
    title: 'Mobile offices on market days',
    story: 'Advisers travel to the markets for people who live far from an office; they work with the tools of telework.',
    seek: 'AI in services', offer: 'a user-experience unit',
  },
  es: {
    title: 'Oficinas móviles en días de mercado',
    story: 'El personal orientador acude a los mercados para quienes viven lejos de una oficina; usa las herramientas del teletrabajo.',
    seek: 'la inteligencia artificial en los servicios', offer: 'una unidad de experiencia de usuario',
  },
};

export const DESK_PAGES = [
  '/desk', '/desk/new', '/desk/new/practice', '/desk/new/programme', '/desk/new/statement', '/desk/new/exchange',
  '/desk/new/correction', '/desk/seeks-and-offers',
];

/** Signs in with a key, by the form. */
export async function signIn(page, base, language, key) {
  await page.goto(`${base}/${language}/sign-in`);
  await page.fill('#key', key);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/${language}/desk`);
}

/** Drafts and a review to look at; the addresses of their pages. */
export async function fill(browser, base) {
  const context = await view(browser, WIDTHS.desktop, 'light');
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await signIn(page, base, 'en', KENYA);
  const begin = async (kind, fields, step) => {
    await page.goto(`${base}/en/desk/new/${kind}`);
    for (const [field, value] of Object.entries(fields)) await page.fill(field, value);
    if (kind === 'offer') await page.selectOption('#f-about-add', 'user-experience');
    await page.click(`button[value=${step}]`);
    await page.waitForURL('**/desk/contributions/**');
    return new URL(page.url()).pathname.replace('/en', '');
  };
  const text = { '#f-description': 'A two-day visit to our user-experience unit, with telework on the second day.' };
  const draft = await begin('practice', { '#f-label': 'Mobile offices', ...text }, 'suggest');
  const offer = await begin('offer', { ...text, '#f-endDate': '2099-12-31' }, 'submit');
  await context.close();
  return { draft, offer };
}

/** What a service seeks and offers, typed and looked at. */
export async function look(page, base, language) {
  await page.goto(`${base}/${language}/desk/seeks-and-offers`);
  await page.fill('#need-text', WORDS[language].seek);
  await page.fill('#offer-text', WORDS[language].offer);
  await page.click('button[value=look]');
  await page.locator('#before').waitFor();
}

export async function desk(browser, { base, listen, complain, violations, overflow }) {
  const { draft, offer } = await fill(browser, base);
  const paths = [...DESK_PAGES, draft, `${draft}?said=incomplete`, `${draft}/versions`, offer];
  for (const width of [...Object.values(WIDTHS), 320]) {
    for (const scheme of width === 320 ? ['light'] : SCHEMES) {
      const context = await view(browser, width, scheme, { bypassCSP: true });
      const page = await context.newPage();
      page.setDefaultTimeout(WAIT_MS);
      let address = '';
      listen(page, () => `${address} ${width} ${scheme}`);
      const see = async () => {
        for (const violation of await violations(page)) complain(`${address} ${width} ${scheme}: ${violation}`);
        if ((await overflow(page)) > 0) complain(`${address} ${width}: wider than the window`);
      };
      for (const language of width === 320 ? ['fr'] : LANGUAGES) {
        address = `/${language}/sign-in`;
        await page.goto(base + address);
        await see();
        await page.fill('#key', 'psl_wrong');
        await page.keyboard.press('Enter');
        await page.locator('[role=alert]').waitFor();
        await see();
        await signIn(page, base, language, KENYA);
        for (const path of paths) {
          address = `/${language}${path}`;
          await page.goto(base + address);
          await see();
        }
        address = `/${language}/desk/seeks-and-offers, looked at`;
        await look(page, base, language);
        await see();
        await signIn(page, base, language, REVIEWER);
        for (const path of ['/desk', offer]) {
          address = `/${language}${path} of a reviewer`;
          await page.goto(`${base}/${language}${path}`);
          await see();
        }
      }
      await context.close();
    }
  }
  for (const language of LANGUAGES) {
    await contribute(browser, base, language, complain);
    await seeksAndOffers(browser, base, language, complain);
  }
  await suggesting(browser, { base, listen, complain });
}

/** Typed by the keyboard alone, without scripts: from the key to the reviewer. */
async function contribute(browser, base, language, complain) {
  const expect = async (what, seen) => { if (!(await seen)) complain(`${language}, contributing: ${what}`); };
  const words = WORDS[language];
  const context = await view(browser, WIDTHS.phone, 'light', { javaScriptEnabled: false });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  let keystrokes = 0;
  const type = async (text) => { keystrokes += text.length; await page.keyboard.insertText(text); };
  const reach = async (selector) => {
    for (let tabs = 0; tabs < 120; tabs += 1) {
      await page.keyboard.press('Tab');
      keystrokes += 1;
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
    }
    complain(`${language}, contributing: the keyboard does not reach ${selector}`);
  };
  const press = async (selector, key) => { await reach(selector); await page.keyboard.press(key); };
  await page.goto(`${base}/${language}/desk/new/practice`);
  await reach('#key');
  await page.keyboard.insertText(KENYA);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/desk/new/practice');
  await reach('#f-label');
  await type(words.title);
  await reach('#f-description');
  await type(words.story);
  await press('button[value=suggest]', 'Enter');
  await page.waitForURL('**/desk/contributions/**');
  await press('[data-suggested] input[value$="/telework"]', 'Space');
  await press('input[name=stage]', 'Space');
  await press('button[value=submit]', 'Enter');
  await page.waitForURL('**said=submitted');
  await expect(`it takes ${keystrokes} keystrokes`, keystrokes < KEYSTROKES_MAX);
  const path = new URL(page.url()).pathname;
  await page.goto(`${base}/${language}/desk`);
  await expect('it is among mine', page.locator(`section[aria-labelledby=submitted] a[href="${path}"]`).isVisible());
  await page.locator('.desk-bar button').click();
  await page.waitForURL('**/sign-in');
  await signIn(page, base, language, REVIEWER);
  await page.locator(`section[aria-labelledby=queue] a[href="${path}"]`).click();
  await page.click('button[value=review]');
  await page.click('button[value=publish]');
  await page.waitForURL('**said=published');
  await page.locator('.page-header a[href*="/practice/"]').click();
  await expect('everybody sees it', page.getByRole('heading', { level: 1, name: words.title }).isVisible());
  await context.close();
}

/** Says what is sought and offered, sees whom it meets, before and after. */
async function seeksAndOffers(browser, base, language, complain) {
  const expect = async (what, seen) => { if (!(await seen)) complain(`${language}, seeking: ${what}`); };
  const context = await view(browser, WIDTHS.desktop, 'dark', { javaScriptEnabled: false });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const address = `${base}/${language}/desk/seeks-and-offers`;
  await signIn(page, base, language, ACTIRIS);
  await look(page, base, language);
  await expect('the words are read as themes', page.locator('input[name="need.theme"][checked][value$="/ai-in-services"]').isChecked());
  await expect('somebody can help', page.locator('.meets.helps-me .met > li').first().isVisible());
  await expect('there are three answers', page.locator('.meets').count().then((count) => count === 3));
  await page.fill('#ends', '2099-12-31');
  await page.click('button[value=submit]');
  await page.waitForURL('**said=submitted');
  const links = page.locator('section[aria-labelledby=declared] .entries .name a');
  const paths = await links.evaluateAll((all) => all.slice(0, 2).map((link) => link.getAttribute('href')));
  await signIn(page, base, language, REVIEWER);
  for (const path of paths) {
    await page.goto(base + path);
    await page.click('button[value=review]');
    await page.click('button[value=publish]');
    await page.waitForURL('**said=published');
  }
  await signIn(page, base, language, ACTIRIS);
  await page.goto(address);
  await expect('what everybody sees is told apart', page.locator('#after').isVisible());
  await expect('nothing waits any more', page.locator('#before').count().then((count) => count === 0));
  for (const path of paths) {
    await page.goto(base + path);
    await page.locator('details.step summary').first().click();
    await page.click('button[value=retire]');
    await page.waitForURL('**said=retired');
  }
  await context.close();
}

/** With scripts, themes are suggested while one types. */
async function suggesting(browser, { base, listen, complain }) {
  const context = await view(browser, WIDTHS.desktop, 'light');
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await signIn(page, base, 'fr', KENYA);
  listen(page, () => 'suggesting themes');
  await page.goto(`${base}/fr/desk/new/need`);
  await page.fill('#f-description', 'Organiser le télétravail');
  const theme = page.locator('[data-suggested] input[value$="/telework"]');
  await theme.waitFor();
  await theme.check();
  await page.fill('#f-description', 'Une unité d’expérience utilisateur');
  await page.locator('[data-suggested] input[value$="/user-experience"]').waitFor();
  if (!(await theme.isChecked())) complain('suggesting themes: what was chosen goes');
  await context.close();
}
