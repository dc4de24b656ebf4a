/**
 * Days and moments are lines of text, because the browser's own field speaks the browser's language. Beside each stands
 * a button for the browser's calendar, and below it which day was understood, in the language of the page.
 */
const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:[T\s]*(\d{1,2})[:：时点](\d{1,2})?)?/;

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** What a line says as the browser writes it; empty where only the server can tell. */
function understood(said: string, moment: boolean): string {
  const found = DAY.exec(said.trim().normalize('NFKC'));
  if (!found) return '';
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return '';
  const on = `${year}-${two(month)}-${two(day)}`;
  if (!moment) return on;
  return found[4] === undefined ? '' : `${on}T${two(Number(found[4]))}:${two(Number(found[5] ?? '0'))}`;
}

function inWords(said: string): string {
  const day = new Date(`${said.slice(0, 10)}T00:00:00Z`);
  const lang = document.documentElement.lang;
  // The house writes English days as 9 Aug.
  const words = new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, {
    year: 'numeric', month: 'short', day: 'numeric', weekday: 'short', timeZone: 'UTC',
  }).format(day);
  return said.length > 10 ? `${words} ${said.slice(11)}` : words;
}

function calendarOf(field: HTMLInputElement, moment: boolean): HTMLInputElement {
  const own = document.createElement('input');
  own.type = moment ? 'datetime-local' : 'date';
  own.tabIndex = -1;
  own.className = 'lf-typed-calendar';
  own.setAttribute('aria-hidden', 'true');
  if (field.dataset.min) own.min = field.dataset.min;
  own.addEventListener('change', () => {
    field.value = own.value.replace('T', ' ');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
  return own;
}

function equip(field: HTMLInputElement): void {
  const moment = field.dataset.typed === 'moment';
  const row = document.createElement('span');
  row.className = 'lf-typed';
  field.before(row);
  row.append(field);
  const words = document.createElement('small');
  words.className = 'lf-understood';
  const tell = (): void => {
    const said = understood(field.value, moment);
    words.textContent = said ? inWords(said) : '';
  };
  const own = calendarOf(field, moment);
  if ('showPicker' in own) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'lf-tool';
    const icon = document.querySelector('#lf-calendar-icon');
    if (icon instanceof HTMLTemplateElement) button.append(icon.content.cloneNode(true));
    button.addEventListener('click', () => {
      own.value = understood(field.value, moment);
      own.showPicker();
    });
    row.append(button, own);
  }
  row.after(words);
  field.addEventListener('input', tell);
  tell();
}

export function startTyped(root: ParentNode = document): void {
  for (const field of root.querySelectorAll<HTMLInputElement>('input[data-typed]:not([type=hidden])')) {
    if (!field.parentElement?.classList.contains('lf-typed')) equip(field);
  }
}
