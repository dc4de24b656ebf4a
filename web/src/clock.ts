/** Lets the top bar's clock tick from the server's time, which in a campaign is not the machine's. */
export function startClock(): void {
  const face = document.querySelector<HTMLTimeElement>('time[data-clock]');
  if (!face) return;
  const handed = Date.parse(face.dateTime);
  const rate = Number(face.dataset.rate ?? '1');
  const offset = Number(face.dataset.offsetMinutes ?? '480') * 60_000;
  const lang = document.documentElement.lang;
  const text = face.querySelector('[data-clock-text]') ?? face;
  const started = performance.now();
  const two = (n: number): string => String(n).padStart(2, '0');
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const dated = (month: number, day: number): string => {
    if (lang.startsWith('zh')) return `${month + 1}月${day}日`;
    return lang.startsWith('en') ? `${day} ${months[month]}` : `${two(month + 1)}-${two(day)}`;
  };

  const tick = (): void => {
    const at = handed + (performance.now() - started) * rate;
    const local = new Date(at + offset);
    const time = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
    const [month, day] = [local.getUTCMonth(), local.getUTCDate()];
    const said = `${dated(month, day)} ${time}`;
    if (text.textContent !== said) {
      text.textContent = said;
      face.dateTime = new Date(at).toISOString();
    }
  };
  if (rate > 0) window.setInterval(tick, Math.max(250, Math.min(5000, 5000 / rate)));
}
