import './paper.scss';
import { startOffline } from './offline';

/** What makes reading the paper easier; all of it is there to be read without. */
const SIZES = [0.875, 1, 1.125, 1.25, 1.5, 1.75, 2];
const KEPT = 'lianfang-paper-size';
const LONGEST = 180; // characters that every voice reads to the end

function kept(): number {
  try {
    const found = Number(localStorage.getItem(KEPT) ?? 1);
    return SIZES.includes(found) ? found : 1;
  } catch {
    return 1;
  }
}

function size(to: number): void {
  document.documentElement.style.setProperty('--np-size', String(to));
  try {
    localStorage.setItem(KEPT, String(to));
  } catch {
    // a browser that keeps nothing still shows it larger now
  }
}

function startZoom(tools: HTMLElement): void {
  size(kept());
  for (const button of tools.querySelectorAll<HTMLButtonElement>('[data-zoom]')) {
    button.addEventListener('click', () => {
      const step = Number(button.dataset.zoom);
      const at = SIZES.indexOf(kept());
      size(step === 0 ? 1 : (SIZES[Math.min(SIZES.length - 1, Math.max(0, at + step))] ?? 1));
    });
  }
}

/** The sentences of a paragraph, none longer than a voice reads. */
function sentences(text: string): string[] {
  const found = text.match(/[^。！？；…]+[。！？；…”’）]*/g) ?? [text];
  return found.flatMap((each) => each.match(new RegExp(`.{1,${LONGEST}}`, 'gs')) ?? []);
}

function startAloud(tools: HTMLElement, article: HTMLElement): void {
  const button = tools.querySelector<HTMLButtonElement>('[data-aloud]');
  const speech = window.speechSynthesis as SpeechSynthesis | undefined;
  if (!button || !speech) return;
  const voice = (): SpeechSynthesisVoice | undefined => speech.getVoices().find((each) => /^(zh|cmn)/i.test(each.lang));
  const offer = (): void => {
    button.hidden = !voice();
  };
  offer();
  speech.addEventListener?.('voiceschanged', offer);
  const stop = (): void => {
    speech.cancel();
    button.setAttribute('aria-pressed', 'false');
    for (const each of article.querySelectorAll('.is-read')) each.classList.remove('is-read');
  };
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-pressed') === 'true') return stop();
    button.setAttribute('aria-pressed', 'true');
    const parts = [...article.querySelectorAll<HTMLElement>('h1, #ozoom > p, #ozoom > h2, #ozoom blockquote p')];
    for (const part of parts) {
      for (const each of sentences(part.textContent ?? '')) {
        const said = new SpeechSynthesisUtterance(each);
        said.lang = 'zh-CN';
        said.voice = voice() ?? null;
        said.onstart = () => {
          for (const other of article.querySelectorAll('.is-read')) other.classList.remove('is-read');
          part.classList.add('is-read');
          part.scrollIntoView({ block: 'nearest' });
        };
        said.onend = () => {
          if (part === parts.at(-1) && !speech.pending) stop();
        };
        speech.speak(said);
      }
    }
  });
  addEventListener('pagehide', stop);
}

/** ← and → turn the page or go to the next article, as the links there say. */
function startKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const rel = { ArrowLeft: 'prev', ArrowRight: 'next' }[event.key];
    if (rel) document.querySelector<HTMLAnchorElement>(`main a[rel=${rel}]`)?.click();
  });
}

const tools = document.querySelector<HTMLElement>('[data-tools]');
const article = document.querySelector<HTMLElement>('[data-article]');
if (tools && article) {
  tools.hidden = false;
  startZoom(tools);
  startAloud(tools, article);
  tools.querySelector('[data-print]')?.addEventListener('click', () => print());
}
const offline = document.querySelector<HTMLElement>('[data-offline]');
if (offline) startOffline(offline);
startKeys();
