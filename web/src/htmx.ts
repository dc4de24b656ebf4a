import htmx from 'htmx.org';

/** htmx without eval, without styles of its own and without a cache of pages on a shared machine. */
export function startHtmx(): void {
  htmx.config.allowEval = false;
  htmx.config.includeIndicatorStyles = false;
  htmx.config.historyCacheSize = 0;
  htmx.config.refreshOnHistoryMiss = true;
  htmx.config.selfRequestsOnly = true;
  htmx.config.allowScriptTags = false;

  // A refusal (422) carries the form with its errors: it is shown, not swallowed.
  htmx.config.responseHandling = [
    { code: '204', swap: false },
    { code: '[23]..', swap: true },
    { code: '422', swap: true },
    { code: '[45]..', swap: false, error: true },
  ];

  let waiting = 0;
  const busy = (step: number): void => {
    waiting = Math.max(0, waiting + step);
    document.documentElement.classList.toggle('lf-busy', waiting > 0);
  };
  // What a page asks by itself is no work that somebody waits for.
  const quiet = (event: Event): boolean => event.target instanceof Element && event.target.hasAttribute('data-live');
  document.addEventListener('htmx:beforeRequest', (event) => {
    if (!quiet(event)) busy(1);
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    if (!quiet(event)) busy(-1);
  });
  // Whose session has ended is answered by a page to sign in (or, before anybody was entered, the first visit): it is
  // no part of this page, and no act was done.
  document.addEventListener('htmx:beforeSwap', (event) => {
    const { detail } = event as CustomEvent<{ shouldSwap: boolean; xhr: XMLHttpRequest }>;
    const from = detail.xhr.responseURL;
    if (!from || !/^\/(accounts|first)\//.test(new URL(from).pathname)) return;
    detail.shouldSwap = false;
    if (!quiet(event)) location.assign(from);
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    const { failed, xhr, elt } = (event as CustomEvent<{ failed: boolean; xhr: XMLHttpRequest; elt: Element }>).detail;
    if (xhr.status === 0 && elt.closest('[data-pad]')) return; // a list goes on by itself (pad_there.ts)
    const notice = document.getElementById('lf-offline');
    if (notice) notice.hidden = !(failed && (xhr.status === 0 || xhr.status >= 500));
  });
}
