/** The day of the page by key: [ the day before, ] the day after, t back to today; and it says when its day has closed. */
import { typing } from './keys';

export function startDay(): void {
  const control = document.getElementById('lf-day');
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
