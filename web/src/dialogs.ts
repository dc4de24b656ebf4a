/** Asks before what cannot be taken back, in a dialog that names the act on its button. */
export function ask(words: string, act: string): Promise<boolean> {
  const dialog = document.getElementById('lf-confirm') as HTMLDialogElement | null;
  if (!dialog?.showModal) return Promise.resolve(window.confirm(words));
  const said = dialog.querySelector('[data-words]');
  const yes = dialog.querySelector<HTMLButtonElement>('button[value=yes]');
  if (said) said.textContent = words;
  if (yes && act) yes.textContent = act;
  dialog.returnValue = '';
  dialog.showModal();
  // A stray Enter must not agree to anything.
  dialog.querySelector<HTMLButtonElement>('button[value=no]')?.focus();
  return new Promise((answer) => {
    dialog.addEventListener('close', () => answer(dialog.returnValue === 'yes'), { once: true });
  });
}

export function startDialogs(): void {
  const agreed = new WeakSet<HTMLFormElement>();
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const submitter = event.submitter;
    if (!(form instanceof HTMLFormElement)) return;
    const words = (submitter instanceof HTMLElement && submitter.dataset.confirm) || form.dataset.confirm;
    if (!words || agreed.delete(form)) return;
    event.preventDefault();
    void ask(words, submitter?.textContent?.trim() ?? '').then((yes) => {
      if (!yes) return;
      agreed.add(form);
      form.requestSubmit(submitter instanceof HTMLElement ? submitter : undefined);
    });
  });
  document.addEventListener('htmx:confirm', (event) => {
    const { question, issueRequest, elt } = (
      event as CustomEvent<{ question?: string; issueRequest: (skip: boolean) => void; elt: Element }>
    ).detail;
    if (!question) return;
    event.preventDefault();
    void ask(question, elt.textContent?.trim() ?? '').then((yes) => yes && issueRequest(true));
  });
  // A form sent twice by an impatient thumb is one form.
  document.addEventListener('submit', (event) => {
    if (event.defaultPrevented || !(event.target instanceof HTMLFormElement)) return;
    const form = event.target;
    if (form.method !== 'post' || form.hasAttribute('data-theme-switch')) return;
    window.setTimeout(() => {
      for (const button of form.querySelectorAll<HTMLButtonElement>('button[type=submit]')) button.disabled = true;
    });
    window.addEventListener('pageshow', () => {
      for (const button of form.querySelectorAll<HTMLButtonElement>('button[type=submit]')) button.disabled = false;
    }, { once: true });
  });
  const summary = document.getElementById('lf-errors');
  summary?.focus();
}
