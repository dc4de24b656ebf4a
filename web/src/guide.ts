/** What stands in a closed fold has a box of its own in some browsers, and is not seen. */
function isSeen(element: HTMLElement): boolean {
  return element.checkVisibility?.() ?? element.offsetParent !== null;
}

/** Marks what the demonstration's guide speaks of, and brings it into sight above the guide's own strip. */
function mark(strip: HTMLElement): void {
  for (const each of document.querySelectorAll('.is-guided')) each.classList.remove('is-guided');
  const shown = (selector: string): HTMLElement | undefined =>
    [...document.querySelectorAll<HTMLElement>(selector)].find(isSeen);
  const found = strip.dataset.mark?.split(', ').filter(Boolean).map(shown).find(Boolean);
  if (!found) return;
  found.classList.add('is-guided');
  found.setAttribute('aria-describedby', 'lf-guide-title');
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  found.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
}

export function startGuide(): void {
  const strip = document.getElementById('lf-guide');
  if (!strip) return;
  mark(strip);
  document.addEventListener('htmx:afterSettle', () => {
    if (!document.querySelector('.is-guided')) mark(strip);
  });
}
