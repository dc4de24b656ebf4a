/** The one box: `/` or Ctrl-K opens it on any page; what is typed is sent as a form and answered while one types. */
import { typing } from './keys';

const PAUSE = 120;

interface Box {
  dialog: HTMLDialogElement;
  form: HTMLFormElement;
  field: HTMLInputElement;
  hits: HTMLElement;
  said: HTMLElement;
}

function found(): Box | null {
  const dialog = document.getElementById('lf-find') as HTMLDialogElement | null;
  const form = dialog?.querySelector('form');
  const field = dialog?.querySelector<HTMLInputElement>('input[role=combobox]');
  const hits = dialog?.querySelector<HTMLElement>('[role=listbox]');
  const said = dialog?.querySelector<HTMLElement>('[data-said]');
  return dialog?.showModal && form && field && hits && said ? { dialog, form, field, hits, said } : null;
}

function options(box: Box): HTMLElement[] {
  return [...box.hits.querySelectorAll<HTMLElement>('[role=option]')];
}

function choose(box: Box, chosen: HTMLElement | undefined): void {
  for (const each of options(box)) each.setAttribute('aria-selected', String(each === chosen));
  if (chosen) {
    box.field.setAttribute('aria-activedescendant', chosen.id);
    chosen.scrollIntoView({ block: 'nearest' });
  } else {
    box.field.removeAttribute('aria-activedescendant');
  }
}

function move(box: Box, step: number): void {
  const all = options(box);
  if (!all.length) return;
  const here = all.findIndex((each) => each.getAttribute('aria-selected') === 'true');
  choose(box, all[(here + step + all.length) % all.length]);
}

export function startFind(): void {
  const box = found();
  if (!box) return;
  let waits = 0;
  let running: AbortController | undefined;
  let answered: string | null = null; // what the hits on the screen are the answer to

  /** Whether the answer came; not where something else was typed meanwhile. */
  async function ask(): Promise<boolean> {
    window.clearTimeout(waits);
    running?.abort();
    running = new AbortController();
    const { signal } = running;
    const typed = box!.field.value;
    try {
      const answer = await fetch(box!.form.action, {
        method: 'POST',
        body: new URLSearchParams([...new FormData(box!.form)].map(([name, value]) => [name, String(value)])),
        headers: { 'X-Lianfang-Box': '1' },
        signal,
      });
      const text = await answer.text();
      // Signed out meanwhile, or refused: the page itself says what is the matter.
      if (!answer.ok || answer.redirected) {
        box!.form.submit();
        return false;
      }
      box!.hits.innerHTML = text;
      answered = typed;
      box!.said.textContent = box!.hits.querySelector<HTMLElement>('[data-answer]')?.dataset.said ?? '';
      choose(box!, typed.trim() ? options(box!)[0] : undefined);
      return true;
    } catch (error) {
      if (!signal.aborted) throw error;
      return false;
    }
  }

  function open(): void {
    if (box!.dialog.open) return;
    box!.dialog.showModal();
    box!.field.select();
    if (answered === null) void ask();
  }

  box.field.addEventListener('input', (event) => {
    window.clearTimeout(waits);
    // While characters are being composed, the letters on the screen are not what is meant.
    if ((event as InputEvent).isComposing) return;
    waits = window.setTimeout(() => void ask(), PAUSE);
  });
  box.field.addEventListener('compositionend', () => void ask());
  box.field.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') move(box, 1);
    else if (event.key === 'ArrowUp') move(box, -1);
    else if (event.key === 'Enter') {
      // A quick hand: what is typed last has to be answered first.
      if (answered !== box.field.value) void ask().then((came) => came && go(box));
      else go(box);
    } else return;
    event.preventDefault();
  });
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest('[data-find]')) {
      event.preventDefault();
      open();
    } else if (event.target === box.dialog || event.target.closest('#lf-find [data-close]')) {
      box.dialog.close();
    }
  });
  document.addEventListener('keydown', (event) => {
    const all = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k';
    if (event.isComposing || document.querySelector('dialog[open]:not(#lf-find)')) return;
    if (all || (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target))) {
      event.preventDefault();
      open();
    }
  });
}

function go(box: Box): void {
  const chosen = options(box).find((each) => each.getAttribute('aria-selected') === 'true');
  if (chosen) chosen.click();
  else if (box.field.value.trim()) box.form.requestSubmit();
}

