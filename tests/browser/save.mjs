// Saves every kind of page in every language as a file, for the validator;
// those of the desk with the session of KENYA.

import { mkdirSync, writeFileSync } from 'node:fs';
import { LANGUAGES, PAGES } from './browser.mjs';
import { DESK_PAGES } from './desk.mjs';

const [base, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const signingIn = await fetch(`${base}/en/sign-in`, {
  method: 'POST', redirect: 'manual', headers: { origin: base }, body: new URLSearchParams({ key: process.env.KENYA }),
});
const cookie = signingIn.headers.get('set-cookie').split(';')[0];
for (const language of LANGUAGES) {
  for (const [place, path] of [...PAGES, '/sign-in', ...DESK_PAGES].entries()) {
    const answer = await fetch(`${base}/${language}${path}`, { headers: { accept: 'text/html', cookie } });
    writeFileSync(`${folder}/${language}-${place}.html`, await answer.text());
  }
}
