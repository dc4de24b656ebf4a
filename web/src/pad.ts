/** A list worked through by taps: keys on the desk, the clock of who waits, and the open row in sight. */
import { typing } from './keys';

const RESTS_MS = 350;

function pad(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-pad]');
}

function countDown(): void {
  const started = performance.now();
  const rate = Number(document.querySelector<HTMLElement>('time[data-clock]')?.dataset.rate ?? '1');
  window.setInterval(() => {
    const passed = ((performance.now() - started) / 1000) * rate;
    for (const each of document.querySelectorAll<HTMLElement>('.lf-countdown[data-seconds]')) {
      // A row that came with a later page counts from its own arrival.
      each.dataset.from ??= String(passed);
      const left = Math.ceil(Number(each.dataset.seconds) - (passed - Number(each.dataset.from)));
      const said = each.querySelector('b');
      if (!said) continue;
      said.textContent = left > 0 ? `${each.dataset.left ?? ''}${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}` : each.dataset.over ?? '';
      each.classList.toggle('is-over', left <= 0);
    }
  }, 1000);
}

export function inSight(): void {
  const open = pad()?.querySelector<HTMLElement>('li.is-open');
  if (!open) return;
  // On a phone the keys lie over the foot of the page; on the desk they stand beside the list.
  const keys = matchMedia('(max-width: 991.98px)').matches ? document.getElementById('lf-pad-keys') : null;
  const bottom = keys?.getBoundingClientRect().top ?? innerHeight;
  const box = open.getBoundingClientRect();
  if (box.top < 60) scrollBy({ top: box.top - 120 });
  else if (box.bottom > bottom && bottom > 240) scrollBy({ top: box.bottom - bottom + 64 });
}

/** A thumb that taps twice must not speak for the next one: the keys rest for a moment when another row opens. */
export function rest(): void {
  const keys = document.getElementById('lf-pad-keys');
  if (!keys) return;
  keys.classList.add('is-resting');
  window.setTimeout(() => keys.classList.remove('is-resting'), RESTS_MS);
}

/** Whoever types fast has begun before the next row has settled: the rest of it must not go astray. */
function typingAlready(): boolean {
  const typed = document.getElementById('lf-pad-typed') as HTMLInputElement | null;
  return typed !== null && typed === document.activeElement && typed.value !== '';
}

function onKey(event: KeyboardEvent): void {
  const list = pad();
  if (!list || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector('dialog[open]')) return;
  const target = event.target;
  const typed = document.getElementById('lf-pad-typed') as HTMLInputElement | null;
  if (target !== typed && typing(target)) return;
  const way = list.querySelector<HTMLElement>(`[data-pad-key="${event.key}"]`);
  if (way) {
    event.preventDefault();
    way.click();
  } else if (typed && target !== typed && /^[\d.]$/.test(event.key)) {
    typed.focus(); // the key itself then lands in the field
  } else if (event.key === 'Escape' && target === typed) {
    typed?.blur();
  }
}

/** 365 on a field of tenths is 36.5: shown as such while it is typed, so that nobody has to look for the point. */
function asTyped(event: Event): void {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || !field.matches('#lf-pad-typed[data-tenths]')) return;
  if (/^\d{3}$/.test(field.value)) field.value = `${field.value.slice(0, 2)}.${field.value.slice(2)}`;
}

export function startPads(): void {
  if (!pad()) return;
  document.addEventListener('keydown', onKey);
  document.addEventListener('input', asTyped);
  document.addEventListener('htmx:afterSettle', (event) => {
    const { target } = (event as CustomEvent<{ target?: Element }>).detail;
    if (!pad() || (target && target.id !== 'lf-pad')) return;
    rest();
    inSight();
    if (!typingAlready()) document.getElementById('lf-pad-who')?.focus({ preventScroll: true });
  });
  countDown();
  inSight();
}
