/** The coverage grid under the keyboard and the pointer: arrows move, one tooltip follows. */
type Place = { row: number; column: number };

function cellAt(body: HTMLTableSectionElement, { row, column }: Place): HTMLElement | null {
  return body.rows[row]?.querySelectorAll('td:not(.lf-grid-sum)')[column]?.querySelector<HTMLElement>('.lf-c') ?? null;
}

function placeOf(cell: HTMLElement): Place {
  const tr = cell.closest('tr') as HTMLTableRowElement;
  const cells = [...tr.querySelectorAll('td:not(.lf-grid-sum)')];
  return { row: tr.sectionRowIndex, column: cells.indexOf(cell.closest('td') as HTMLTableCellElement) };
}

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
};

/** Only one cell of a grid is in the tab order: the one last visited, at first the first that needs somebody. */
function rove(grid: HTMLTableElement): void {
  const cells = grid.querySelectorAll<HTMLElement>('tbody .lf-c[href]');
  const first = grid.querySelector<HTMLElement>('tbody .lf-c:is(.is-missed, .is-overdue)[href]') ?? cells[0];
  for (const cell of cells) cell.tabIndex = cell === first ? 0 : -1;
  grid.dataset.roving = '';
}

function onKey(event: KeyboardEvent): void {
  const cell = event.target;
  if (!(cell instanceof HTMLElement) || !cell.matches('.lf-grid .lf-c')) return;
  const body = cell.closest('tbody') as HTMLTableSectionElement;
  const place = placeOf(cell);
  const width = body.rows[place.row]?.querySelectorAll('td:not(.lf-grid-sum)').length ?? 0;
  let [down, right] = STEPS[event.key] ?? [0, 0];
  if (event.key === 'Home') right = -place.column;
  else if (event.key === 'End') right = width - 1 - place.column;
  else if (!down && !right) return;
  event.preventDefault();
  let next = { row: place.row + down, column: place.column + right };
  let found = cellAt(body, next);
  // Cells that lead nowhere (not due yet) are stepped over in the direction of travel.
  while (found && !found.hasAttribute('href')) {
    const back = event.key === 'Home' ? 1 : event.key === 'End' ? -1 : 0;
    next = { row: next.row + down, column: next.column + (back || right) };
    found = cellAt(body, next);
  }
  if (!found) return;
  cell.tabIndex = -1;
  found.tabIndex = 0;
  found.focus();
}

export function startGrids(): void {
  const tip = document.createElement('div');
  tip.className = 'lf-tip';
  tip.hidden = true;
  tip.setAttribute('aria-hidden', 'true');
  document.body.append(tip);

  const show = (cell: HTMLElement): void => {
    if (cell.title) {
      cell.setAttribute('aria-description', cell.title);
      cell.dataset.tip = cell.title;
      cell.removeAttribute('title');
    }
    const said = cell.dataset.tip;
    if (!said) return;
    tip.textContent = said;
    tip.hidden = false;
    const at = cell.getBoundingClientRect();
    const box = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left + at.width / 2 - box.width / 2), innerWidth - box.width - 8);
    const above = at.top - box.height - 6;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 8 ? above : at.bottom + 6}px`;
  };
  const cellOf = (target: EventTarget | null): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>('.lf-grid .lf-c') : null;

  document.addEventListener('pointerover', (event) => {
    const cell = cellOf(event.target);
    if (cell) show(cell);
    else tip.hidden = true;
  });
  document.addEventListener('focusin', (event) => {
    const cell = cellOf(event.target);
    const grid = cell?.closest<HTMLTableElement>('.lf-grid');
    if (grid && !('roving' in grid.dataset)) rove(grid);
    if (cell) show(cell);
    else tip.hidden = true;
  });
  document.addEventListener('scroll', () => (tip.hidden = true), { capture: true, passive: true });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') tip.hidden = true;
    onKey(event);
  });

  const prepare = (root: ParentNode): void => {
    for (const grid of root.querySelectorAll<HTMLTableElement>('table.lf-grid:not([data-roving])')) rove(grid);
    // A long day opens where the clock stands, not at midnight.
    for (const frame of root.querySelectorAll<HTMLElement>('.lf-grid-frame')) {
      const now = frame.querySelector<HTMLElement>('thead .is-now');
      const corner = frame.querySelector<HTMLElement>('.lf-grid-corner');
      if (!now || !corner) continue;
      const right = now.offsetLeft + now.offsetWidth * 2;
      if (right > frame.clientWidth) frame.scrollLeft = right - frame.clientWidth;
    }
  };
  prepare(document);
  document.addEventListener('htmx:afterSwap', (event) => {
    if (event.target instanceof Element) prepare(event.target.parentElement ?? document);
  });
}
