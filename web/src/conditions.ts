/** A field that is asked only where another says something is shown only then; without a script its hint says so. */
export function startConditions(): void {
  const follow = (): void => {
    // In the order of the page: a field may hang on one that is hidden itself.
    for (const field of document.querySelectorAll<HTMLElement>('[data-asked-by]')) {
      const asked = isAsked(field);
      field.hidden = !asked;
      for (const control of field.querySelectorAll<HTMLInputElement>('input, select, textarea')) control.disabled = !asked;
    }
  };
  document.addEventListener('change', (event) => {
    if (event.target instanceof Element && event.target.closest('form')?.querySelector('[data-asked-by]')) follow();
  });
  follow();
}

function isAsked(field: HTMLElement): boolean {
  const form = field.closest('form');
  if (!form) return true;
  const wanted = (field.dataset.askedAt ?? '').split(' ');
  return new FormData(form).getAll(field.dataset.askedBy ?? '').some((value) => wanted.includes(String(value)));
}
