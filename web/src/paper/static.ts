/**
 * The paper without a server: search and the way to a day, from pieces of script beside the pages.
 *
 * What is found, and in which order, is what the server finds (areas/newspaper: rules.query_of, queries_public.search);
 * the pieces are written by exports_search.py.
 */
type Places = [page: number, positions: number[]][];
type Issue = [slug: string, first: number, places: Places];
type Said = [title: string, authors: string, text: string];
interface Table {
  block: number;
  segments: [first: number, pieces: number][];
  issues: Issue[];
}
interface Asked {
  words: string[][];
  said: string[];
  author: string;
  first: string;
  last: string;
  page: number;
}

const ON_A_PAGE = 20;
const LONGEST = 100;
const BEFORE = 24;
const SNIPPET = 110;
const PRIME = 65521;
const WORD = /[A-Za-z0-9]+|[㐀-䶿一-鿿豈-﫿\u{20000}-\u{3ffff}]+/gu;

let table: Table | undefined;
const grams = new Map<string, Record<string, string>>();
const texts = new Map<number, Said[]>();
Object.assign(window, {
  npIssues: (said: Table) => (table = said),
  npGrams: (name: string, said: Record<string, string>) => grams.set(name, said),
  npTexts: (number: number, said: Said[]) => texts.set(number, said),
});

const paper = new URL('.', document.querySelector<HTMLAnchorElement>('.np-site a')?.href ?? location.href);

function load(name: string): Promise<void> {
  return new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = new URL(`search/${name}.js`, paper).href;
    script.onload = () => done();
    script.onerror = () => failed(new Error(name));
    document.head.append(script);
  });
}

async function allIssues(): Promise<Table> {
  if (!table) await load('issues');
  return table as Table;
}

async function textOf(number: number, block: number): Promise<Said> {
  const at = Math.floor(number / block);
  if (!texts.has(at)) await load(`t/${at}`);
  return (texts.get(at) as Said[])[number % block] as Said;
}

function pieceOf(gram: string, count: number): number {
  let reached = 0;
  for (const each of gram) reached = (reached * 31 + (each.codePointAt(0) ?? 0)) % PRIME;
  return reached % count;
}

/** A search as its words, each as the grams that must all be there. */
function wordsOf(text: string): string[][] {
  return (text.toLowerCase().match(WORD) ?? []).map((run) => {
    const all = [...run];
    return /^[a-z0-9]/.test(run) || all.length === 1
      ? [run]
      : all.slice(1).map((each, at) => `${all[at] as string}${each}`);
  });
}

/** The articles of a segment that hold every gram: number → whether all stand in its title. */
async function holding(asked: string[], segment: number, [first, pieces]: [number, number]) {
  let found: Map<number, boolean> | undefined;
  for (const gram of asked) {
    const name = `${segment}-${pieceOf(gram, pieces)}`;
    if (!grams.has(name)) await load(`g/${name}`);
    const next = new Map<number, boolean>();
    let at = first;
    for (const each of (grams.get(name)?.[gram] ?? '').split(' ').filter(Boolean)) {
      const value = parseInt(each, 16);
      at += value >> 1;
      if (!found || found.has(at)) next.set(at, (value & 1) === 1 && (found?.get(at) ?? true));
    }
    found = next;
    if (!found.size) break;
  }
  return found ?? new Map<number, boolean>();
}

/** Where each article stands, in the order of their numbers. */
function* placesOf(all: Table): Generator<{ number: number; slug: string; page: number; position: number }> {
  for (const [slug, first, places] of all.issues) {
    let number = first;
    for (const [page, positions] of places) {
      for (const position of positions) yield { number: number++, slug, page, position };
    }
  }
}

async function search(asked: Asked, all: Table) {
  const found = new Map<number, boolean>();
  const wanted = [...new Set(asked.words.flat())];
  for (const [at, segment] of all.segments.entries()) {
    for (const [number, headed] of await holding(wanted, at, segment)) found.set(number, headed);
  }
  // One gram is the word itself; of several, or of a word with marks in it, the text says whether it stands there.
  const sure = asked.said.length === asked.words.length && asked.words.every((each) => each.length === 1);
  const hits = [];
  for (const each of placesOf(all)) {
    const headed = found.get(each.number);
    const day = each.slug.slice(0, 10);
    if (headed === undefined || (asked.page && each.page !== asked.page)) continue;
    if ((asked.first && day < asked.first) || (asked.last && day > asked.last)) continue;
    if (sure && !asked.author) {
      hits.push({ ...each, headed });
      continue;
    }
    const text = await textOf(each.number, all.block);
    const low = text.join(' ').toLowerCase();
    if (!asked.said.every((word) => low.includes(word))) continue;
    if (asked.author && !text[1].toLowerCase().includes(asked.author)) continue;
    hits.push({ ...each, headed: asked.said.every((word) => text[0].toLowerCase().includes(word)) });
  }
  return [...hits.filter((each) => each.headed), ...hits.filter((each) => !each.headed)];
}

/** The text with every occurrence of the words marked. */
function marked(text: string, said: string[]): Node[] {
  const low = text.toLowerCase();
  const spans: [number, number][] = [];
  for (const word of low.length === text.length ? said : []) {
    for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + word.length)) {
      spans.push([at, at + word.length]);
    }
  }
  const runs: Node[] = [];
  let last = 0;
  for (const [begins, ends] of spans.sort((a, b) => a[0] - b[0])) {
    if (begins < last) continue;
    const mark = document.createElement('mark');
    mark.textContent = text.slice(begins, ends);
    runs.push(document.createTextNode(text.slice(last, begins)), mark);
    last = ends;
  }
  return [...runs, document.createTextNode(text.slice(last))];
}

function snippet(text: string, said: string[]): string {
  const low = text.toLowerCase();
  const places = said.map((word) => low.indexOf(word)).filter((at) => at >= 0);
  const first = Math.max(0, Math.min(...(places.length ? places : [0])) - BEFORE);
  const cut = text.slice(first, first + SNIPPET).replace(/\n/g, ' ');
  return `${first ? '…' : ''}${cut}${first + SNIPPET < text.length ? '…' : ''}`;
}

function made<Name extends keyof HTMLElementTagNameMap>(name: Name, ...inner: (Node | string)[]) {
  const element = document.createElement(name);
  element.append(...inner);
  return element;
}

function two(page: number): string {
  return String(page).padStart(2, '0');
}

async function startSearch(box: HTMLElement): Promise<void> {
  const given = new URLSearchParams(location.search);
  const value = (name: string): string => (given.get(name) ?? '').trim();
  for (const input of document.querySelectorAll<HTMLInputElement>('.np-search input')) input.value = value(input.name);
  if (!['q', 'author', 'from', 'to', 'page'].some(value)) return;
  const asked: Asked = {
    words: wordsOf(value('q')),
    said: value('q').toLowerCase().split(/\s+/).filter(Boolean),
    author: value('author').toLowerCase(),
    first: value('from'),
    last: value('to'),
    page: Number(value('page')) || 0,
  };
  if (!asked.words.length || value('q').length > LONGEST) {
    box.append(made('p', box.dataset.empty ?? ''));
    return;
  }
  const all = await allIssues();
  const hits = await search(asked, all);
  box.append(made('p', hits.length ? (box.dataset.count ?? '').replace('{n}', String(hits.length)) : (box.dataset.none ?? '')));
  const at = Math.max(1, Math.floor(Number(value('p'))) || 1);
  const list = made('ol');
  list.className = 'np-hits';
  list.start = (at - 1) * ON_A_PAGE + 1;
  for (const hit of hits.slice((at - 1) * ON_A_PAGE, at * ON_A_PAGE)) {
    const [title, authors, text] = await textOf(hit.number, all.block);
    const link = made('a', ...marked(title, asked.said));
    link.href = new URL(`${hit.slug}/${two(hit.page)}/a${hit.position}/index.html`, paper).href;
    const where = `${hit.slug.slice(0, 10)}　${(box.dataset.page ?? '').replace('{n}', String(hit.page))}`;
    list.append(
      made(
        'li',
        made('h2', link),
        made('p', ...marked(snippet(text, asked.said), asked.said)),
        made('p', made('small', authors ? `${where}　${authors}` : where)),
      ),
    );
  }
  const turn = made('nav');
  turn.className = 'np-turn';
  for (const [rel, other, words] of [
    ['prev', at - 1, box.dataset.before],
    ['next', at + 1, box.dataset.after],
  ] as const) {
    if (other < 1 || (other - 1) * ON_A_PAGE >= hits.length) continue;
    given.set('p', String(other));
    const link = made('a', words ?? '');
    link.rel = rel;
    link.href = `?${given.toString()}`;
    turn.append(link);
  }
  if (hits.length) box.append(list, turn);
}

/** The issue of a day, or those on either side of it. */
async function startDay(list: HTMLElement, day: string): Promise<void> {
  const { issues } = await allIssues();
  const href = (slug: string): string => new URL(`${slug}/01/index.html`, paper).href;
  const there = issues.filter(([slug]) => slug.startsWith(day)).pop();
  if (there) {
    location.replace(href(there[0]));
    return;
  }
  const near = [issues.filter(([slug]) => slug < day)[0], issues.filter(([slug]) => slug > day).pop()];
  const far = ([slug]: Issue): number => Math.abs(Date.parse(slug.slice(0, 10)) - Date.parse(day));
  const shown = near.filter((each): each is Issue => each !== undefined).sort((a, b) => far(a) - far(b));
  for (const [slug] of shown) {
    const link = made('a', slug);
    link.href = href(slug);
    list.append(made('li', link));
  }
  const says = document.querySelector<HTMLElement>('[data-no-issue]');
  if (says) {
    says.textContent = (says.dataset.noIssue ?? '').replace('{day}', day);
    says.hidden = false;
  }
  list.hidden = false;
}

const box = document.querySelector<HTMLElement>('[data-search]');
if (box) startSearch(box).catch(() => box.append(made('p', box.dataset.broken ?? '')));
const nearest = document.querySelector<HTMLElement>('[data-nearest]');
const day = new URLSearchParams(location.search).get('day') ?? '';
if (nearest && /^\d{4}-\d{2}-\d{2}$/.test(day)) void startDay(nearest, day);

export {}; // a module of its own
