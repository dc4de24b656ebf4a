/**
 * Answers for the paper where nobody else does: an issue that a reader kept is read without a network, and says so.
 *
 * Whatever is asked goes to the server first, so that an erratum is seen as soon as it can be. What a page keeps, it
 * keeps itself (offline.ts); this one only finds it again. It sets no cookie and keeps nothing by itself but the page
 * that says that a page was not kept.
 */
const VERSION = 'lianfang-paper-1';
const NOT_KEPT = '/paper/offline/';
const OLD = /data-old hidden/;

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asking extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
const here = self as unknown as {
  addEventListener(name: 'install' | 'activate', hear: (event: Lasting) => void): void;
  addEventListener(name: 'fetch', hear: (event: Asking) => void): void;
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
};

async function firstKept(): Promise<void> {
  const cache = await caches.open(VERSION);
  const answer = await fetch(NOT_KEPT);
  const page = await answer.clone().text();
  await cache.put(NOT_KEPT, answer);
  const needed = [...page.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((each) => each[1] as string);
  await cache.addAll([...new Set(needed)]);
}

async function tidy(): Promise<void> {
  const names = await caches.keys();
  const ours = names.filter((name) => name.startsWith('lianfang-paper-'));
  await Promise.all(ours.filter((name) => name.split(':')[0] !== VERSION).map((name) => caches.delete(name)));
}

/** What was kept at this address; of a page's picture any size that was kept. */
async function kept(url: URL): Promise<Response | undefined> {
  const found = await caches.match(url.pathname);
  const picture = /^(\/paper\/[^/]+\/\d{2})-\d+\.\w+$/.exec(url.pathname);
  if (found || !picture) return found;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const other = (await cache.keys()).find((each) => new URL(each.url).pathname.startsWith(`${picture[1] as string}-`));
    if (other) return cache.match(other);
  }
  return undefined;
}

/** A page that was kept, which now says so and since when. */
async function asOld(answer: Response): Promise<Response> {
  const at = new Date(answer.headers.get('x-kept-at') ?? answer.headers.get('date') ?? Date.now());
  const when = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
  const text = (await answer.text()).replace(OLD, 'data-old').replace('{when}', when);
  return new Response(text, { status: answer.status, headers: answer.headers });
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

async function answered(request: Request): Promise<Response> {
  const url = new URL(request.url);
  try {
    // What the browser itself still has of a page is not what the server says now.
    return await (request.mode === 'navigate' ? fetch(request, { cache: 'no-cache' }) : fetch(request));
  } catch (away) {
    const found = await kept(url);
    if (request.mode !== 'navigate') {
      if (found) return found;
      throw away;
    }
    if (found) return asOld(found);
    return (await caches.match(NOT_KEPT)) ?? Response.error();
  }
}

here.addEventListener('install', (event) => event.waitUntil(firstKept().then(() => here.skipWaiting())));
here.addEventListener('activate', (event) => event.waitUntil(tidy().then(() => here.clients.claim())));
here.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || new URL(event.request.url).origin !== here.location.origin) return;
  event.respondWith(answered(event.request));
});

export {}; // a module of its own
