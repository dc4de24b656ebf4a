/**
 * The day of the page by key: [ the day before, ] the day after, t back to today; and it says when its day has closed.
 * A day that was chosen is kept while one walks through pages of no day: in this tab alone, until the next day begins.
 */
import { typing } from './keys';

export function startDay(): void {
  const control = document.getElementById('lf-day');
  keepDay(control);
  document.addEventListener('keydown', (event) => {
    if (!control || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector('dialog[open]')) return;
    control.querySelector<HTMLAnchorElement>(`a[data-day-key="${CSS.escape(event.key)}"]`)?.click();
  });
  const closes = Date.parse(control?.dataset.closes ?? '');
  const face = document.querySelector<HTMLTimeElement>('time[data-clock]');
  if (!control || !face || Number.isNaN(closes)) return;
  const watch = (): void => {
    if (Date.parse(face.dateTime) < closes) return;
    window.clearInterval(ticking);
    control.classList.add('is-other');
    control.querySelector<HTMLElement>('[data-day-closed]')?.removeAttribute('hidden');
  };
  const ticking = window.setInterval(watch, 1000);
  watch();
}

const KEPT = 'lf-day';

function keepDay(control: HTMLElement | null): void {
  const running = document.querySelector<HTMLElement>('[data-running-day]')?.dataset.runningDay;
  if (!running) return;
  try {
    if (control) remember(control.dataset.chosen, running);
    else goOn(sessionStorage.getItem(KEPT), running);
  } catch {
    // Storage is refused here: the day is kept by the addresses alone.
  }
}

function remember(chosen: string | undefined, running: string): void {
  if (chosen) sessionStorage.setItem(KEPT, `${chosen} ${running}`);
  else sessionStorage.removeItem(KEPT);
}

/** The ways from a page of no day lead on to the day that was chosen before it. */
function goOn(kept: string | null, running: string): void {
  const [chosen, then] = kept?.split(' ') ?? [];
  if (!chosen || then !== running) return;
  for (const way of document.querySelectorAll<HTMLAnchorElement>('a[data-until]')) {
    if (chosen <= (way.dataset.until ?? '')) way.setAttribute('href', `${way.pathname}?day=${chosen}`);
  }
}
