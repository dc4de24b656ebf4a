/** Keeps an issue for reading without a network: its pages, articles and pictures, in a cache of its own. */
const VERSION = 'lianfang-paper-1';
const AT_ONCE = 4;

interface Kept {
  slug: string;
  files: string[];
}

async function keep(list: string, tell: (done: number, of: number) => void): Promise<void> {
  await navigator.serviceWorker.register('/paper/sw.js', { scope: '/paper/' });
  await navigator.serviceWorker.ready;
  const { slug, files } = (await (await fetch(list)).json()) as Kept;
  const name = `${VERSION}:${slug}`;
  const cache = await caches.open(name);
  const waiting = [...files];
  let done = 0;
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const answer = await fetch(file);
      // An article that was withdrawn answers 410, and says so offline, too.
      if (!answer.ok && answer.status !== 410) throw new Error(`${file}: ${answer.status}`);
      const headers = new Headers(answer.headers);
      headers.set('x-kept-at', new Date().toISOString());
      await cache.put(file, new Response(await answer.blob(), { status: answer.status, headers }));
      tell((done += 1), files.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } catch (fault) {
    await caches.delete(name);
    throw fault;
  }
}

/** The button that keeps an issue, and lets it go again. */
export function startOffline(box: HTMLElement): void {
  const button = box.querySelector<HTMLButtonElement>('button');
  const says = box.querySelector<HTMLElement>('[role=status]');
  const { list = '', slug = '' } = box.dataset;
  // Only where a browser lets a page keep anything: over https, or on this machine.
  if (!button || !says || !('serviceWorker' in navigator) || !('caches' in window)) return;
  const words = (name: string): string => button.dataset[name] ?? '';
  const show = (there: boolean): void => {
    button.textContent = there ? words('remove') : words('keep');
    button.setAttribute('aria-pressed', String(there));
    says.textContent = there ? words('kept') : '';
  };
  void caches.has(`${VERSION}:${slug}`).then((there) => {
    show(there);
    box.hidden = false;
  });
  button.addEventListener('click', () => {
    void (async () => {
      button.disabled = true;
      try {
        if (button.getAttribute('aria-pressed') === 'true') {
          await caches.delete(`${VERSION}:${slug}`);
          show(false);
        } else {
          await keep(list, (done, of) => (says.textContent = `${done} / ${of}`));
          show(true);
        }
      } catch {
        says.textContent = words('failed');
      }
      button.disabled = false;
    })();
  });
}
