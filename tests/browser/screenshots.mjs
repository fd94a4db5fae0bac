// Pictures of pages: those of the README, or of every page into a folder.
//   node screenshots.mjs BASE readme FOLDER
//   node screenshots.mjs BASE all FOLDER
//   node screenshots.mjs BASE desk FOLDER   (with KENYA and REVIEWER)

import { mkdirSync } from 'node:fs';
import { PAGES, SCHEMES, WIDTHS, view, withBrowser } from './browser.mjs';
import { DESK_PAGES, fill, look, signIn } from './desk.mjs';

const [base, which, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

// Name, path, width, scheme, and what of the page; all of it unless said.
const README = [
  ['home', '/en/', 1280, 'light'],
  ['member', '/en/member/be-actiris#peers', 1280, 'light'],
  ['survey', '/fr/survey/2022#by-region', 1280, 'dark'],
  ['phone', '/es/theme/digital-services', 390, 'light'],
];

const name = (path) => path.replace(/[/?=&]+/g, '-').replace(/^-|-$/g, '') || 'home';

/** The desk as an officer and a reviewer see it. */
async function desk(browser) {
  const language = process.env.LANGUAGE_SHOWN ?? 'en';
  const { draft, offer } = await fill(browser, base);
  const own = [['sign-in', '/sign-in'], ...DESK_PAGES.map((path) => [name(path), path]),
    ['draft', draft], ['incomplete', `${draft}?said=incomplete`], ['versions', `${draft}/versions`], ['offer', offer]];
  for (const [device, width] of Object.entries(WIDTHS)) {
    for (const scheme of SCHEMES) {
      const context = await view(browser, width, scheme);
      const page = await context.newPage();
      const shoot = (file) => page.screenshot({ path: `${folder}/${file}.${device}.${scheme}.png`, fullPage: true });
      await signIn(page, base, language, process.env.KENYA);
      for (const [file, path] of own) {
        await page.goto(`${base}/${language}${path}`);
        await shoot(file);
      }
      await look(page, base, language);
      await shoot('looked-at');
      await signIn(page, base, language, process.env.REVIEWER);
      await shoot('queue');
      await page.goto(`${base}/${language}${offer}`);
      await shoot('reviewed');
      await context.close();
    }
  }
}

await withBrowser(async (browser) => {
  if (which === 'desk') return desk(browser);
  const shots = which === 'readme'
    ? README.map(([name, path, width, scheme]) => ({ file: `${name}.png`, path, width, scheme, fullPage: false }))
    : PAGES.flatMap((path) => Object.entries(WIDTHS).flatMap(([device, width]) => SCHEMES.map((scheme) => (
      { file: `${name(path)}.${device}.${scheme}.png`, path: `/${process.env.LANGUAGE_SHOWN ?? 'en'}${path}`, width, scheme, fullPage: true }))));
  for (const shot of shots) {
    const context = await view(browser, shot.width, shot.scheme);
    const page = await context.newPage();
    await page.goto(base + shot.path);
    await page.screenshot({ path: `${folder}/${shot.file}`, fullPage: shot.fullPage });
    await context.close();
  }
});
