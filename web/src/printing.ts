/** Paper has nothing to open: what is folded is printed unfolded, and folded again afterwards. */
export function startPrinting(): void {
  let opened: HTMLDetailsElement[] = [];
  window.addEventListener('beforeprint', () => {
    // A fold inside a form holds fields, which say nothing on paper; a chart that is drawn needs no table.
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details.lf-fold:not([open])')].filter(
      (fold) => !fold.closest('form, .lf-chart:has(canvas)'),
    );
    for (const fold of opened) fold.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const fold of opened.splice(0)) fold.open = false;
  });
  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-print]')) window.print();
  });
}
