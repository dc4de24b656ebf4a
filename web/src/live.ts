import htmx from 'htmx.org';

const EVERY_MS = 1500;
const STAYS_MS = 15_000;
const AT_MOST = 4;

/** Lets the pieces of the frame follow what happens, while somebody looks at the page. */
export function startLive(): void {
  const pieces = [...document.querySelectorAll<HTMLElement>('[data-live]')];
  if (!pieces.length) return;
  const key = (piece: Element): string => `lf-live:${piece.getAttribute('hx-get') ?? ''}`;
  const shown = (piece: Element): string => piece.querySelector('[data-mark]')?.getAttribute('data-mark') ?? '';
  const ended = new Set<Element>();
  const waiting = new Set<Element>();

  const ask = (): void => {
    if (document.hidden) return;
    for (const piece of pieces) if (!ended.has(piece) && !waiting.has(piece)) htmx.trigger(piece, 'lf:poll', {});
  };
  document.addEventListener('htmx:configRequest', (event) => {
    const { elt, parameters } = (event as CustomEvent<{ elt: Element; parameters: Record<string, string> }>).detail;
    if (!pieces.includes(elt as HTMLElement)) return;
    waiting.add(elt);
    parameters.mark = shown(elt);
    parameters.told = sessionStorage.getItem(key(elt)) ?? '';
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    const { elt, xhr } = (event as CustomEvent<{ elt: Element; xhr: XMLHttpRequest }>).detail;
    waiting.delete(elt);
    // Signed out, or no longer allowed: nothing more will come.
    if (pieces.includes(elt as HTMLElement) && [401, 403, 404].includes(xhr.status)) ended.add(elt);
  });
  document.addEventListener('htmx:afterSettle', () => {
    for (const piece of pieces) if (shown(piece)) sessionStorage.setItem(key(piece), shown(piece));
    tidy();
  });
  document.addEventListener('visibilitychange', ask);
  document.addEventListener('htmx:load', ask, { once: true }); // not before htmx has found the pieces
  window.setInterval(ask, EVERY_MS);
}

/** Old news goes by itself; what is urgent stays until somebody puts it away. */
function tidy(): void {
  const toasts = [...document.querySelectorAll<HTMLElement>('#lf-toasts .lf-toast')];
  for (const toast of toasts.slice(0, Math.max(0, toasts.length - AT_MOST))) toast.remove();
  for (const toast of toasts) {
    if (toast.dataset.seen) continue;
    toast.dataset.seen = 'yes';
    toast.querySelector('[data-dismiss]')?.addEventListener('click', () => toast.remove());
    if (!toast.classList.contains('is-urgent')) window.setTimeout(() => toast.remove(), STAYS_MS);
  }
}
