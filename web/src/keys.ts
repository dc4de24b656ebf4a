/** Keys for those who live in this all night: j k Enter in tables, f to filter, ? for help; the box has / (find.ts). */
export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function rows(): HTMLTableRowElement[] {
  return [...document.querySelectorAll<HTMLTableRowElement>('main table[data-rows] > tbody > tr')].filter(
    (row) => row.querySelector('a[href]') && row.offsetParent !== null,
  );
}

function move(step: number): void {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row.classList.contains('is-here'));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + step));
  all[here]?.classList.remove('is-here');
  const row = all[next];
  row?.classList.add('is-here');
  row?.querySelector<HTMLElement>('a[href]')?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: 'nearest' });
}

function search(): boolean {
  const field = document.querySelector<HTMLInputElement>('main input[type=search], main .lf-filter input');
  field?.focus();
  field?.select();
  return Boolean(field);
}

export function startKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target) || document.querySelector('dialog[open]')) return;
    if (event.key === 'j') move(1);
    else if (event.key === 'k') move(-1);
    else if (event.key === 'f' && search()) event.preventDefault();
    else if (event.key === '?') (document.getElementById('lf-help') as HTMLDialogElement | null)?.showModal?.();
  });
  document.addEventListener('click', (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest('[data-help]')) (document.getElementById('lf-help') as HTMLDialogElement | null)?.showModal?.();
    // The whole row leads where its first link leads, but text can still be selected and links clicked.
    const row = event.target.closest<HTMLTableRowElement>('table[data-rows] > tbody > tr');
    if (!row || event.target.closest('a, button, input, label, summary') || getSelection()?.toString()) return;
    row.querySelector<HTMLAnchorElement>('a[href]')?.click();
  });
}
