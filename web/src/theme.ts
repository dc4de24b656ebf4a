/** The server draws the chosen theme; the switch only saves a round trip. */
export function startTheme(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches('[data-theme-switch]')) return;
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement) || button.name !== 'theme') return;
    event.preventDefault();
    document.documentElement.dataset.theme = button.value;
    for (const each of form.querySelectorAll<HTMLButtonElement>('button[name=theme]')) {
      each.setAttribute('aria-pressed', String(each === button));
    }
    const body = new FormData(form);
    body.set('theme', button.value);
    void fetch(form.action, { method: 'POST', body, credentials: 'same-origin', redirect: 'manual' });
    document.dispatchEvent(new CustomEvent('lf:theme'));
  });
}
