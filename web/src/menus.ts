/** Menus and the drawer are plain HTML; this closes them the way people expect. */
export function startMenus(): void {
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.lf-menu[open]')) {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = document.querySelector<HTMLDetailsElement>('details.lf-menu[open]');
    if (menu) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    } else if (location.hash === '#lf-nav') {
      location.hash = '';
    }
  });
  // A filter that is changed is applied; the button stays for those without scripts.
  document.addEventListener('change', (event) => {
    const field = event.target;
    if (!(field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && field.dataset.typed === 'day'))) return;
    const form = field.form;
    if (form?.matches('[data-apply-on-change]')) form.requestSubmit();
  });
}
