/** A photo of an entry opens in a dialog, with those beside it; without this script its link opens the photo itself. */
export function startViewer(): void {
  const dialog = document.getElementById('lf-viewer') as HTMLDialogElement | null;
  if (!dialog?.showModal) return;
  const image = dialog.querySelector('img')!;
  const words = dialog.querySelector<HTMLElement>('[data-words]')!;
  const original = dialog.querySelector('a')!;
  let among: HTMLAnchorElement[] = [];
  let at = 0;

  const show = (to: number): void => {
    at = (to + among.length) % among.length;
    const link = among[at];
    if (!link) return;
    image.src = link.href;
    image.alt = link.dataset.view ?? '';
    original.href = link.href;
    words.textContent = [link.dataset.view, among.length > 1 ? `${at + 1} / ${among.length}` : ''].filter(Boolean).join(' · ');
    for (const button of dialog.querySelectorAll<HTMLElement>('[data-step]')) button.hidden = among.length < 2;
  };

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-view]') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    among = [...(link.closest('[data-views]') ?? document).querySelectorAll<HTMLAnchorElement>('a[data-view]')];
    show(among.indexOf(link));
    dialog.showModal();
  });
  dialog.addEventListener('click', (event) => {
    const step = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-step]') : null;
    if (step) show(at + Number(step.dataset.step));
    else if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') show(at - 1);
    else if (event.key === 'ArrowRight') show(at + 1);
  });
  dialog.addEventListener('close', () => {
    image.removeAttribute('src');
    among[at]?.focus();
  });
}
