/** A button that copies what a field holds; where the browser does not let it, the text is selected for one's own hand. */
export function startCopying(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null;
    const field = button && document.querySelector<HTMLTextAreaElement>(button.dataset.copy ?? '');
    if (!button || !field) return;
    const said = button.parentElement?.querySelector<HTMLElement>('[data-copy-said]');
    const tell = (words: string | undefined): void => {
      if (said) said.textContent = words ?? '';
    };
    const byHand = (): void => {
      field.focus();
      field.select();
      let copied = false;
      try {
        copied = document.execCommand('copy');
      } catch {
        copied = false;
      }
      tell(copied ? button.dataset.copied : button.dataset.selected);
    };
    if (!navigator.clipboard) return byHand();
    navigator.clipboard.writeText(field.value).then(() => tell(button.dataset.copied), byHand);
  });
}
