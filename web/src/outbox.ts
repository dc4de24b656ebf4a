/** What was tapped while no server was reached: kept in the browser until the server has answered for each. */
import { ask } from './dialogs';

export interface Tap {
  id: string; // of the entry: sent twice it is recorded once
  to: string;
  fields: [string, string][];
  by: string; // the login that tapped it; nobody else sends it
  at: number; // by the phone's clock
  page: string;
  since: number; // by the page's own clock, which nobody sets
  said: string;
  against?: { says: string; units: [string, string][] };
}
interface Answer {
  state: 'recorded' | 'refused' | 'wait' | 'sign-in';
  says?: string;
  other?: string;
  second?: string; // whose row is to be opened again, for a second record
  units?: [string, string][];
}

const EVERY_MS = 20_000;
const PATIENCE_MS = 30_000;
const PAGE = `${Date.now()}-${Math.random()}`;
const box = (): HTMLElement | null => document.getElementById('lf-outbox');

function opened(): Promise<IDBDatabase> {
  return new Promise((done, failed) => {
    const asked = indexedDB.open('lianfang', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('taps', { keyPath: 'id' });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
}

/** Runs one act on the kept taps, and answers once it is on the disk. */
async function within<T>(mode: IDBTransactionMode, act: (taps: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const store = await opened();
  try {
    return await new Promise<T>((done, failed) => {
      const turn = store.transaction('taps', mode, { durability: 'strict' });
      const asked = act(turn.objectStore('taps'));
      turn.oncomplete = () => done(asked.result);
      turn.onabort = turn.onerror = () => failed(turn.error ?? asked.error);
    });
  } finally {
    store.close();
  }
}

/** All that is kept, in the order in which it was tapped; nothing where the browser keeps nothing. */
export async function kept(): Promise<Tap[]> {
  const found = await within<Tap[]>('readonly', (taps) => taps.getAll()).catch(() => []);
  return found.sort((one, other) => one.at - other.at);
}

export async function keep(tap: Pick<Tap, 'id' | 'to' | 'fields' | 'by' | 'said'>): Promise<void> {
  await within('readwrite', (taps) => taps.put({ ...tap, at: Date.now(), page: PAGE, since: performance.now() }));
  void navigator.storage?.persist?.().catch(() => false); // so that the browser does not clear it to make room
  await show();
}

export async function forget(id: string): Promise<void> {
  await within('readwrite', (taps) => taps.delete(id));
  await show();
}

/** How long ago it was tapped. A page's own clock stands while the phone sleeps, the phone's is set: the longer holds. */
function ago(tap: Tap): number {
  const byPhone = Date.now() - tap.at;
  return Math.round(tap.page === PAGE ? Math.max(byPhone, performance.now() - tap.since) : byPhone);
}

async function post(tap: Tap): Promise<Answer> {
  const headers = { ...(JSON.parse(document.body.getAttribute('hx-headers') ?? '{}') as Record<string, string>), accept: 'application/json' };
  const body = new URLSearchParams([...tap.fields, ['ago', String(ago(tap))], ['by', tap.by]]);
  const patience = new AbortController();
  const timer = window.setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const got = await fetch(tap.to, { method: 'POST', body, headers, credentials: 'same-origin', redirect: 'manual', signal: patience.signal });
    if (got.type === 'opaqueredirect') return { state: 'sign-in' };
    const said = (await got.json()) as Partial<Answer>;
    return said.state ? (said as Answer) : { state: 'wait' };
  } catch {
    return { state: 'wait' }; // no server, or none that knows this: later
  } finally {
    window.clearTimeout(timer);
  }
}

let sending = false;
let sent = 0;
let told: string[] = [];
let second = '';
let mustSignIn = false;

/** Sends what this login tapped, one by one; only one page of the browser does at a time. */
export async function send(): Promise<void> {
  const me = box()?.dataset.by;
  if (!me || sending) return;
  sending = true;
  const before = sent;
  second = '';
  const each = async (): Promise<void> => {
    mustSignIn = false;
    for (const tap of await kept()) {
      if (tap.by !== me || tap.against) continue;
      const answer = await post(tap);
      mustSignIn = answer.state === 'sign-in';
      if (answer.state === 'wait' || mustSignIn) return;
      await settle(tap, answer);
      await show();
    }
  };
  try {
    if (navigator.locks) await navigator.locks.request('lf-outbox', { ifAvailable: true }, (mine) => (mine ? each() : undefined));
    else await each();
  } finally {
    sending = false;
    await show();
    if (sent > before) document.dispatchEvent(new CustomEvent('lf:sent', { detail: second }));
  }
}

async function settle(tap: Tap, answer: Answer): Promise<void> {
  // What was changed while it was on its way is another tap now: it stays, and is sent again.
  const now = (await kept()).find((each) => each.id === tap.id);
  if (!now || now.at !== tap.at) return;
  if (answer.state === 'recorded') {
    await within('readwrite', (taps) => taps.delete(tap.id));
    sent += 1;
    second ||= answer.second ?? '';
    if (answer.other) told.push(answer.other);
  } else {
    await within('readwrite', (taps) => taps.put({ ...tap, against: { says: answer.says ?? '', units: answer.units ?? [] } }));
  }
}

/** Sends one again that was refused, as it is or at another unit. */
async function again(tap: Tap, unit: string): Promise<void> {
  const { against: _, ...plain } = tap;
  const fields = tap.fields.filter(([name]) => name !== 'as_unit');
  await within('readwrite', (taps) => taps.put({ ...plain, fields: unit ? [...fields, ['as_unit', unit]] : fields }));
  await send();
}

function part<T extends HTMLElement>(name: string): T | null {
  return box()?.querySelector<T>(`[data-outbox="${name}"]`) ?? null;
}

function count(name: string, n: number): void {
  const line = part(name);
  if (!line) return;
  line.hidden = !n;
  const figure = line.querySelector('b');
  if (figure) figure.textContent = String(n);
}

function refusal(tap: Tap): Node {
  const made = part<HTMLTemplateElement>('refused')!.content.cloneNode(true) as DocumentFragment;
  made.querySelector('span')!.textContent = [nameOf(tap), tap.said, tap.against?.says].filter(Boolean).join(' · ');
  const acts = made.querySelector<HTMLElement>('.lf-actions')!;
  const instead = part<HTMLTemplateElement>('instead')!;
  for (const [unit, words] of [...(tap.against?.units ?? [])].reverse()) {
    const button = (instead.content.cloneNode(true) as DocumentFragment).querySelector('button')!;
    button.querySelector('b')!.textContent = words;
    button.addEventListener('click', () => void again(tap, unit));
    acts.prepend(button);
  }
  acts.querySelector('[data-outbox-act=again]')?.addEventListener('click', () => void again(tap, ''));
  const drop = acts.querySelector<HTMLElement>('[data-outbox-act=drop]');
  drop?.addEventListener('click', () => {
    void ask(drop.dataset.confirm ?? '', drop.textContent ?? '').then((yes) => (yes ? forget(tap.id) : undefined));
  });
  return made;
}

/** Whom it is about, where the page that is open says so: no names are kept. */
function nameOf(tap: Tap): string {
  const target = tap.fields.find(([name]) => name === 'subject')?.[1] ?? '';
  return document.getElementById(`row-${target}`)?.querySelector('b')?.textContent ?? '';
}

export async function show(): Promise<void> {
  const frame = box();
  if (!frame) return;
  const every = await kept();
  const mine = every.filter((tap) => tap.by === frame.dataset.by);
  const refused = mine.filter((tap) => tap.against);
  count('waiting', mine.length - refused.length);
  count('others', every.length - mine.length);
  count('sent', sent);
  part('sign-in')!.hidden = !mustSignIn;
  part('told')!.replaceChildren(
    ...refused.map(refusal),
    ...told.map((words) => Object.assign(document.createElement('li'), { textContent: words })),
  );
  frame.hidden = !every.length && !sent;
  document.dispatchEvent(new CustomEvent('lf:kept', { detail: mine }));
}

export function startOutbox(): void {
  if (!box() || !('indexedDB' in window)) return;
  const now = (): void => void send();
  part('now')?.addEventListener('click', now);
  window.addEventListener('online', now);
  document.addEventListener('visibilitychange', () => document.hidden || now());
  window.setInterval(() => {
    if (part('waiting')?.hidden === false) now();
  }, EVERY_MS);
  void show().then(now);
}
