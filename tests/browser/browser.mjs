// What both scripts share: Debian's Chromium, and a page in a given setting.

import { chromium } from 'playwright-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update',
];

export const LANGUAGES = ['fr', 'en', 'es'];
export const WIDTHS = { phone: 390, desktop: 1280 };
export const SCHEMES = ['light', 'dark'];

// One page of each kind.
export const PAGES = [
  '/', '/search', '/search?q=youth&region=africa', '/search?q=xqzvkw', '/search?q=a', '/members', '/member/be-actiris', '/member/ke-pes?mode=helps-me', '/member/fr-pes',
  '/country/au', '/region/africa', '/themes', '/theme/digital-services', '/theme/ai-in-services',
  '/programmes', '/programme/jobactive', '/practices', '/practice/tr-user-experience-unit',
  '/topics', '/topic/2022-q8-01', '/expectations', '/expectation/2022-q9-01', '/surveys',
  '/survey/2022', '/statements', '/statement/2022-q5-l337-au', '/statement/2022-q6-l385-1',
  '/fact/nest-trial-start', '/finding/2022-q5-l296-human-resources',
  '/compare?item=programme/nesm&item=programme/jobactive', '/groups', '/groups?theme=service-design&include=ke-pes', '/query', '/about', '/method', '/accessibility',
  '/target-group/young-people', '/question/2022-q6', '/no-such-page', '/members?region=atlantis',
];

/** Runs `work` with a browser of its own, whose profile is thrown away. */
export async function withBrowser(work, flags = []) {
  const profile = mkdtempSync(join(tmpdir(), 'passerelle-browser-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [...FLAGS, ...flags],
    env: { ...process.env, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
  });
  try {
    return await work(browser);
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** A window of that width, in light or dark. */
export function view(browser, width, colorScheme, settings = {}) {
  return browser.newContext({ viewport: { width, height: 900 }, colorScheme, ...settings });
}
