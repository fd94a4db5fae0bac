// Saves every kind of page in every language as a file, for the validator.

import { mkdirSync, writeFileSync } from 'node:fs';
import { LANGUAGES, PAGES } from './browser.mjs';

const [base, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const language of LANGUAGES) {
  for (const [place, path] of PAGES.entries()) {
    const answer = await fetch(`${base}/${language}${path}`, { headers: { accept: 'text/html' } });
    writeFileSync(`${folder}/${language}-${place}.html`, await answer.text());
  }
}
