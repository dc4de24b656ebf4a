// tests · lighthouse: judges the pages that stand on the standard input, one after another in one Chromium.
//
// In:  {"lighthouse": its folder, "chromium": a path, "categories": ["accessibility", …],
//       "pages": [{"name", "url", "cookies": {…}}, …]}
// Out: [{"name", "url": where it ended, "scores": {"accessibility": 97}, "faults": ["color-contrast: <a …>", …]}, …]
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const asked = JSON.parse(await text(process.stdin));
const package_ = createRequire(`${asked.lighthouse}/package.json`);
const { default: lighthouse } = await import(pathToFileURL(`${asked.lighthouse}/core/index.js`).href);
const { default: puppeteer } = await import(pathToFileURL(package_.resolve('puppeteer-core')).href);

/** What an audit found, with the piece of the page where it names one. */
function said({ id, details }) {
  const places = (details?.items ?? []).map((item) => item.node?.snippet ?? item.source?.url ?? '');
  return places.length ? places.map((place) => `${id}: ${place}`) : [id];
}

/** The audits that took from the score of a category. */
function lost({ categories, audits }) {
  const counted = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight));
  const failed = [...new Set(counted.map(({ id }) => id))].filter((id) => (audits[id].score ?? 1) < 1);
  return failed.flatMap((id) => said(audits[id]));
}

const args = ['--no-sandbox', '--disable-dev-shm-usage'];
const chromium = await puppeteer.launch({ executablePath: asked.chromium, headless: 'shell', args });
// How fast a page becomes quiet counts for its performance only; else as soon as it stands.
const still = { pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 250, cpuQuietThresholdMs: 0 };
const waits = asked.categories.includes('performance') ? {} : still;
const judged = [];
try {
  for (const { name, url, cookies } of asked.pages) {
    const reader = await chromium.createBrowserContext();
    await reader.setCookie(
      ...Object.entries(cookies).map(([cookie, value]) => ({
        name: cookie,
        value,
        domain: new URL(url).hostname,
        path: '/',
      })),
    );
    const wanted = {
      onlyCategories: asked.categories,
      formFactor: 'mobile',
      disableFullPageScreenshot: true,
      logLevel: 'error',
      ...waits,
    };
    const { lhr } = await lighthouse(url, wanted, undefined, await reader.newPage());
    await reader.close();
    if (lhr.runtimeError) throw new Error(`${name}: ${lhr.runtimeError.message}`);
    const scores = Object.entries(lhr.categories).map(([code, { score }]) => [code, Math.round((score ?? 0) * 100)]);
    judged.push({ name, url: lhr.finalDisplayedUrl, scores: Object.fromEntries(scores), faults: lost(lhr) });
  }
} finally {
  await chromium.close();
}
process.stdout.write(JSON.stringify(judged));
