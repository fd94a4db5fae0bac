// Pictures of pages: those of the README, or of every page into a folder.
//   node screenshots.mjs BASE readme FOLDER
//   node screenshots.mjs BASE all FOLDER

import { mkdirSync } from 'node:fs';
import { PAGES, SCHEMES, WIDTHS, view, withBrowser } from './browser.mjs';

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

await withBrowser(async (browser) => {
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
