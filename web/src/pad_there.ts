/** A list goes on while no server is reached: the page asks by itself, and the outbox keeps what is tapped. */
import htmx from 'htmx.org';
import { forget, keep, kept, type Tap } from './outbox';
import { inSight, rest } from './pad';

type Said = [string, string][];
interface Asked {
  verb: string;
  path: string;
  formData: FormData;
}

const AT_ONCE = new Set(['usual', 'gone', 'withdraw']);
let waiting = new Map<string, Tap>();

const pad = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-pad]');
const words = (name: string): string => document.getElementById('lf-pad-says')?.dataset[name] ?? '';
const rows = (): HTMLElement[] => [...(pad()?.querySelectorAll<HTMLElement>('.lf-pad-rows > li[id^="row-"]') ?? [])];
const targetOf = (row: HTMLElement): string => row.id.slice('row-'.length);
const rowOf = (target: string): HTMLElement | undefined => rows().find((row) => targetOf(row) === target);
const nameOf = (row: HTMLElement): string => row.querySelector('b')?.textContent ?? '';
const steps = (): HTMLTemplateElement[] => [...document.querySelectorAll<HTMLTemplateElement>('template[data-there-step]')];

/** What is asked next of a row, by what was said of it. */
function stepAfter(said: Said): HTMLTemplateElement | undefined {
  const known = new Map(said);
  return steps().find((step) => {
    if (known.has(step.dataset.thereStep ?? '')) return false;
    if (!step.dataset.onlyIf) return true;
    const [field, answers] = JSON.parse(step.dataset.onlyIf) as [string, string[]];
    return answers.includes(known.get(field) ?? '');
  });
}

function hidden(name: string, value: string): HTMLInputElement {
  return Object.assign(document.createElement('input'), { type: 'hidden', name, value });
}

/** The keys of one row, as the server would have sent them. */
function present(row: HTMLElement | undefined, said: Said = [], told?: Tap, fault = ''): void {
  const keys = document.getElementById('lf-pad-keys');
  const blank = document.getElementById('lf-pad-there') as HTMLTemplateElement | null;
  if (!keys || !blank) return;
  const made = blank.content.cloneNode(true) as DocumentFragment;
  const piece = <T extends HTMLElement>(name: string): T => made.querySelector<T>(`[data-there="${name}"]`)!;
  if (told) {
    piece('told').hidden = false;
    piece('told-who').textContent = nameOf(rowOf(subjectOf(told)) ?? keys);
    piece('told-said').textContent = told.said;
  }
  piece('fault').hidden = !fault;
  piece('fault').querySelector('p')!.textContent = fault;
  for (const each of rows()) each.classList.toggle('is-open', each === row);
  if (row) ask(made, row, said);
  else {
    made.querySelector('.lf-pad-open')?.remove();
    piece('gone').hidden = true;
    piece('stands').hidden = false;
    piece('stands').textContent = words('end');
  }
  keys.replaceChildren(made);
  inSight();
  if (fault || !said.length) document.getElementById('lf-pad-who')?.focus({ preventScroll: true });
}

function ask(made: DocumentFragment, row: HTMLElement, said: Said): void {
  const piece = <T extends HTMLElement>(name: string): T => made.querySelector<T>(`[data-there="${name}"]`)!;
  const mine = waiting.get(targetOf(row));
  const list = rows();
  const at = list.indexOf(row);
  piece('who').textContent = nameOf(row);
  piece('again').hidden = !row.dataset.again;
  for (const [name, step] of [['up', -1], ['down', 1]] as const) {
    const beside = list[at + step];
    piece(name).hidden = !beside;
    piece(name).addEventListener('click', () => present(beside));
  }
  const entry = mine?.id ?? row.dataset.entry;
  made.querySelector<HTMLInputElement>('[name=subject]')!.value = targetOf(row);
  made.querySelector<HTMLInputElement>('[name=entry_id]')!.value = entry ?? '';
  const more = piece('more');
  more.append(...said.map(([name, value]) => hidden(`said.${name}`, value)));
  if (row.dataset.again) more.append(hidden('again', row.dataset.again));
  piece('stands').hidden = Boolean(entry) && !mine;
  piece('stands').textContent = mine ? `${mine.said} · ${words('unsent')}` : words('closed');
  piece('gone').hidden = !entry || Boolean(mine) || Boolean(row.dataset.again);
  piece('drop').hidden = !mine;
  piece('drop').addEventListener('click', () => void (mine && forget(mine.id).then(() => present(row))));
  if (!entry) return;
  const usual = document.querySelector<HTMLTemplateElement>('template[data-there-usual]');
  if (row.dataset.usual && usual && !said.length) {
    const button = usual.content.cloneNode(true) as DocumentFragment;
    button.querySelector<HTMLInputElement>('[name=usual]')!.value = row.dataset.usual;
    button.querySelector('[data-there=usual]')!.textContent = row.dataset.usualWords ?? '';
    piece('keys').append(button);
    return;
  }
  const step = stepAfter(said);
  if (!step) return;
  piece('asks').textContent = step.dataset.words ?? '';
  piece('keys').append(step.content.cloneNode(true));
}

const subjectOf = (tap: Tap): string => tap.fields.find(([name]) => name === 'subject')?.[1] ?? '';

/** The next one to do, from that one on and round the list; last of all who waits for a second record. */
function after(row: HTMLElement): HTMLElement | undefined {
  const list = rows();
  const at = list.indexOf(row);
  const ahead = [...list.slice(at + 1), ...list.slice(0, at)].filter((each) => each.dataset.entry && !waiting.has(targetOf(each)));
  const open = ahead.filter((each) => !each.matches('.is-gone, .is-done'));
  return open.find((each) => !each.dataset.again) ?? ahead.find((each) => each.dataset.again);
}

/** Why a typed value cannot be meant; empty where it can. */
function wrong(step: HTMLTemplateElement | undefined, value: string): string {
  if (!value) return words('needed');
  const { low, high } = step?.dataset ?? {};
  if (low === undefined || high === undefined) return '';
  const number = Number(value);
  return number >= Number(low) && number <= Number(high) ? '' : `${words('range')}${low}–${high}`;
}

/** A tap that could not be sent: asked on, or kept. */
async function tapped(asked: Asked): Promise<void> {
  const fields = [...asked.formData.entries()].filter((each): each is [string, string] => typeof each[1] === 'string' && each[0] !== 'csrfmiddlewaretoken');
  const given = new Map(fields);
  const row = rowOf(given.get('subject') ?? '');
  if (!row) return present(rows().find((each) => each.classList.contains('is-open')), [], undefined, words('lost'));
  const act = given.get('act') ?? '';
  const name = given.get('step') ?? '';
  const step = steps().find((each) => each.dataset.thereStep === name);
  const value = (act === 'typed' ? given.get('typed') : given.get('value'))?.trim() ?? '';
  const said: Said = fields.filter(([each]) => each.startsWith('said.')).map(([each, text]) => [each.slice('said.'.length), text]);
  if (!AT_ONCE.has(act) && !given.has('as_unit')) {
    const fault = wrong(act === 'typed' ? step : undefined, value);
    if (fault) return present(row, said, undefined, fault);
    said.push([name, value]);
    if (stepAfter(said)) return present(row, said);
  }
  if (act === 'usual' && !given.has('usual')) fields.push(['usual', row.dataset.usual ?? '']);
  const tile = step?.content.querySelector<HTMLButtonElement>(`button[name=value][value="${CSS.escape(value)}"]`);
  const label = act === 'usual' ? words('done') : act === 'gone' ? words('missed') : tile?.textContent?.trim() || value;
  const second = tile?.classList.contains('is-near') ? words('second') : '';
  const to = new URL(asked.path, location.href);
  const tap = { id: given.get('entry_id') ?? '', to: to.pathname + to.search, fields, by: words('by'), said: label };
  try {
    await keep(tap);
  } catch {
    return present(row, said.slice(0, -1), undefined, words('lost'));
  }
  present(after(row), [], { ...tap, said: [label, second].filter(Boolean).join(' · ') } as Tap);
  rest();
}

/** Shows on the list what waits to be sent. */
function mark(mine: Tap[]): void {
  const here = mine.filter((tap) => new URL(tap.to, location.href).pathname === location.pathname);
  waiting = new Map(here.map((tap) => [subjectOf(tap), tap]));
  for (const row of rows()) {
    const tap = waiting.get(targetOf(row));
    row.classList.toggle('is-unsent', Boolean(tap));
    row.querySelector('.lf-pad-unsent')?.remove();
    if (!tap) continue;
    const note = Object.assign(document.createElement('span'), { className: 'lf-pad-unsent' });
    note.append(Object.assign(document.createElement('b'), { textContent: tap.said }), ` ${words('unsent')}`);
    row.querySelector('.lf-pad-said')?.append(note);
  }
}

export function startPadThere(): void {
  if (!pad() || !('indexedDB' in window)) return;
  const failed = (event: Event): void => {
    const { requestConfig, elt } = (event as CustomEvent<{ requestConfig: Asked; elt: Element }>).detail;
    if (!elt.closest('[data-pad]')) return;
    if (requestConfig.verb === 'post') return void tapped(requestConfig);
    const at = new URL(requestConfig.path, location.href).searchParams.get('at');
    const row = at ? rowOf(at) : undefined;
    if (row) present(row);
  };
  document.addEventListener('htmx:sendError', failed);
  document.addEventListener('htmx:timeout', failed);
  document.addEventListener('lf:kept', (event) => mark((event as CustomEvent<Tap[]>).detail));
  // What went through after all need not be sent again.
  document.addEventListener('htmx:afterRequest', (event) => {
    const { requestConfig, successful, elt } = (event as CustomEvent<{ requestConfig: Asked; successful: boolean; elt: Element }>).detail;
    if (!successful || requestConfig.verb !== 'post' || !elt.closest('[data-pad]')) return;
    const id = String(requestConfig.formData.get('entry_id') ?? '');
    if (waiting.get(String(requestConfig.formData.get('subject')))?.id === id) void forget(id);
  });
  document.addEventListener('htmx:afterSettle', (event) => {
    const { target } = (event as CustomEvent<{ target?: Element }>).detail;
    if (target && target.id !== 'lf-pad') return;
    void kept().then((every) => {
      mark(every.filter((tap) => tap.by === words('by')));
      const open = rows().find((row) => row.classList.contains('is-open'));
      if (open && waiting.has(targetOf(open))) present(open);
    });
  });
  document.addEventListener('lf:sent', (event) => {
    const form = pad()?.querySelector<HTMLFormElement>('form.lf-pad-form');
    if (!form || document.querySelector('dialog[open]')) return;
    const list = new URL(form.getAttribute('action') ?? '', location.href);
    const second = (event as CustomEvent<string>).detail;
    if (second) list.searchParams.set('at', second);
    void htmx.ajax('get', list.pathname + list.search, { target: '#lf-pad', select: '#lf-pad', selectOOB: '#lf-head', swap: 'outerHTML show:none' });
  });
}
