/** Figures of reports are put where one writes: the page that lists them opens as a dialog over the form. */

let dialog: HTMLDialogElement | null = null;
let into: HTMLTextAreaElement | null = null;
let asked = 0; // the newest question: an answer to an older one comes too late

function insert(sign: string, says: string): void {
  if (!into) return;
  const { selectionStart: from, selectionEnd: to } = into;
  into.setRangeText(sign, from, to, 'end');
  into.dispatchEvent(new Event('input', { bubbles: true }));
  const said = into.parentElement?.querySelector<HTMLElement>('[data-picked]');
  if (said) said.textContent = `${said.dataset.said ?? ''}${says}`;
  dialog?.close();
  into.focus();
}

/** Shows what an address answers; where it is no piece of this dialog, the page itself is opened. */
async function show(address: string): Promise<void> {
  const mine = (asked += 1);
  const answer = await fetch(address, { headers: { 'X-Lianfang-Box': '1' } });
  if (!answer.ok || answer.redirected) {
    window.open(address, '_blank', 'noopener');
    return;
  }
  const text = await answer.text();
  if (mine !== asked) return;
  const held = dialog!.querySelector<HTMLElement>('[data-held]')!;
  held.innerHTML = text;
  for (const each of held.querySelectorAll<HTMLElement>('[data-sign]')) each.hidden = false;
  if (!dialog!.open) dialog!.showModal();
}

function made(close: string): HTMLDialogElement {
  const found = document.createElement('dialog');
  found.className = 'lf-figures';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn btn-sm';
  button.textContent = close;
  button.addEventListener('click', () => found.close());
  const held = document.createElement('div');
  held.dataset.held = '';
  found.append(button, held);
  document.body.append(found);
  found.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    event.preventDefault();
    const query = new URLSearchParams([...new FormData(event.target)].map(([name, value]) => [name, String(value)]));
    void show(`${event.target.action}?${query}`);
  });
  found.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-sign]') : null;
    if (button) insert(button.dataset.sign ?? '', button.dataset.says ?? '');
  });
  return found;
}

export function startFigures(): void {
  document.addEventListener('click', (event) => {
    const way = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('[data-pick-figure]') : null;
    const area = way && document.getElementById(way.dataset.pickFigure ?? '');
    if (!way || !(area instanceof HTMLTextAreaElement) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    into = area;
    dialog ??= made(way.dataset.close ?? '×');
    void show(way.href);
  });
}
