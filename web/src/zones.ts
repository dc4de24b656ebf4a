import './styles/zones.scss';
import { around, rectangle, round, said, within, type Point } from './zones/geometry';
import { notesOf } from './zones/notes';
import { Row } from './zones/row';
import { fill } from './zones/words';

/**
 * The zones of an old page, drawn over its picture. The form's own fields hold them: what is drawn is written there,
 * and what is typed there is drawn. Without this script the fields are filled in by hand.
 */
type Tool = 'move' | 'box' | 'poly';

const STEP = 1;
const FINE = 0.2;
const LEAST = 1; // per cent; the server takes nothing smaller
const SVG = 'http://www.w3.org/2000/svg';

class Zones {
  private readonly picture: HTMLElement;
  private readonly svg: SVGSVGElement;
  private readonly notes: HTMLElement;
  private readonly voice: HTMLElement;
  private readonly remove: HTMLButtonElement;
  private readonly fine: HTMLInputElement;
  private rows: Row[];
  private chosen: Row | null = null;
  private tool: Tool;
  private corners: Point[] = []; // of the polygon that is being drawn
  private sketch: Point[] = []; // what the pointer draws now

  constructor(private readonly root: HTMLElement) {
    const part = <T extends Element>(selector: string): T => {
      const found = root.querySelector<T>(selector);
      if (!found) throw new Error(selector);
      return found;
    };
    this.picture = part('[data-zone-picture]');
    this.svg = part('[data-zone-picture] svg');
    this.notes = part('[data-zone-notes]');
    this.voice = part('[data-zone-said]');
    this.remove = part('[data-zone-delete]');
    this.fine = part('[data-zone-fine]');
    this.rows = [...root.querySelectorAll<HTMLElement>('[data-zone]')].map((each) => new Row(each));
    this.tool = matchMedia('(pointer: coarse)').matches ? 'move' : 'box'; // a finger first scrolls
    part<HTMLElement>('[data-zone-tools]').hidden = false;
    part<HTMLElement>('[data-zone-more]').hidden = true;
    for (const each of root.querySelectorAll<HTMLInputElement>('[name="-tool"]')) {
      each.checked = each.value === this.tool;
      each.addEventListener('change', () => this.take(each.value as Tool));
    }
    this.take(this.tool);
    part('[data-zone-new]').addEventListener('click', () => this.begin());
    this.remove.addEventListener('click', () => this.chosen && this.drop(this.chosen));
    root.addEventListener('input', (event) => this.typed(event));
    this.svg.setAttribute('tabindex', '-1');
    this.svg.addEventListener('pointerdown', (event) => this.pressed(event));
    this.svg.addEventListener('dblclick', () => this.close());
    root.addEventListener('keydown', (event) => this.key(event));
    this.draw();
  }

  private take(tool: Tool): void {
    this.tool = tool;
    this.corners = [];
    this.picture.dataset.tool = tool;
    this.draw();
  }

  private typed(event: Event): void {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-zone]') : null;
    if (!row) return;
    this.chosen = this.rows.find((each) => each.at === row) ?? null;
    this.draw();
  }

  /** A row for another zone: the first that is empty, else one more. */
  private room(): Row | null {
    const empty = this.rows.find((each) => each.isEmpty);
    if (empty) return empty;
    const last = this.rows.at(-1);
    const number = this.rows.length + 1;
    if (!last || number > 80) return null;
    const made = last.at.cloneNode(true) as HTMLElement;
    made.dataset.zone = String(number);
    for (const each of made.querySelectorAll<HTMLElement>('[name], [id], [for]')) {
      for (const name of ['name', 'id', 'for']) {
        const value = each.getAttribute(name);
        if (value) each.setAttribute(name, value.replace(/_\d+$/, `_${number}`));
      }
    }
    const legend = made.querySelector('legend');
    if (legend) legend.textContent = fill(this.words('row'), { n: number });
    last.at.after(made);
    const row = new Row(made);
    row.clear();
    this.rows.push(row);
    const count = this.root.querySelector<HTMLInputElement>('[name="rows"]');
    if (count) count.value = String(number);
    return row;
  }

  private add(points: Point[]): void {
    const row = this.room();
    if (!row) return;
    const taken = new Set(this.rows.map((each) => each.article.value));
    row.article.value = [...row.article.options].find((each) => each.value && !taken.has(each.value))?.value ?? '';
    if (points.length === 4 && said(points) === said(rectangle(around(points)))) row.points = points;
    else row.makePolygon(points);
    this.choose(row);
  }

  /** A zone in the middle, for whoever draws with the keys. */
  private begin(): void {
    this.add(rectangle({ left: 35, top: 35, width: 30, height: 30 }));
    this.focus(false);
  }

  private drop(row: Row): void {
    const number = row.number;
    row.clear();
    this.chosen = null;
    this.draw();
    this.voice.textContent = fill(this.words('gone'), { n: number });
    this.root.querySelector<HTMLButtonElement>('[data-zone-new]')?.focus();
  }

  private choose(row: Row | null): void {
    this.chosen = row;
    this.draw();
    if (row) this.voice.textContent = this.named(row);
  }

  /** The page stays where it is under a pointer; keys may scroll it. */
  private focus(preventScroll = true): void {
    this.svg.querySelector<SVGElement>(`[data-of="${this.chosen?.number ?? 0}"]`)?.focus({ preventScroll });
  }

  private words(name: string): string {
    return this.root.dataset[name] ?? '';
  }

  private named(row: Row): string {
    return fill(this.words('named'), { n: row.number, title: row.title || this.words('none'), ...around(row.points) });
  }

  private at(event: PointerEvent): Point {
    const box = this.svg.getBoundingClientRect();
    return [
      round(within((100 * (event.clientX - box.left)) / box.width, 0, 100)),
      round(within((100 * (event.clientY - box.top)) / box.height, 0, 100)),
    ];
  }

  private pressed(event: PointerEvent): void {
    if (event.button !== 0) return;
    const start = this.at(event);
    if (this.tool === 'poly') {
      event.preventDefault();
      const first = this.corners[0];
      if (first && this.corners.length > 2 && Math.hypot(first[0] - start[0], first[1] - start[1]) < 1.5) return this.close();
      const last = this.corners.at(-1);
      if (!last || last[0] !== start[0] || last[1] !== start[1]) this.corners.push(start);
      this.sketch = this.corners;
      this.draw();
      this.svg.focus({ preventScroll: true });
      return;
    }
    const target = event.target instanceof Element ? event.target.closest<SVGElement>('[data-of]') : null;
    const hit = target ? (this.rows.find((each) => String(each.number) === target.dataset.of) ?? null) : null;
    if (!hit && this.tool === 'move') return this.choose(null);
    event.preventDefault();
    const before = hit?.points ?? [];
    if (hit) {
      this.choose(hit);
      this.focus();
    }
    const moved = (to: PointerEvent): void => {
      const now = this.at(to);
      if (!hit) this.sketch = rectangle(around([start, now]));
      else this.shift(hit, before, now[0] - start[0], now[1] - start[1]);
      this.draw();
    };
    const done = (): void => {
      this.svg.removeEventListener('pointermove', moved);
      this.svg.removeEventListener('pointerup', done);
      this.svg.removeEventListener('pointercancel', done);
      const box = this.sketch.length ? around(this.sketch) : null;
      this.sketch = [];
      if (!hit && box && box.width >= LEAST && box.height >= LEAST) this.add(rectangle(box));
      this.draw();
      this.focus();
    };
    this.svg.setPointerCapture(event.pointerId);
    this.svg.addEventListener('pointermove', moved);
    this.svg.addEventListener('pointerup', done);
    this.svg.addEventListener('pointercancel', done);
  }

  private shift(row: Row, before: Point[], across: number, down: number): void {
    const box = around(before);
    const x = within(across, -box.left, 100 - box.left - box.width);
    const y = within(down, -box.top, 100 - box.top - box.height);
    row.points = before.map(([left, top]): Point => [round(left + x), round(top + y)]);
  }

  private reshape(row: Row, before: Point[], corner: number, to: Point): void {
    if (row.isPolygon) {
      row.points = before.map((each, i): Point => (i === corner ? to : each));
      return;
    }
    const opposite = before[(corner + 2) % 4];
    if (!opposite) return;
    const box = around([opposite, to]);
    if (box.width >= LEAST && box.height >= LEAST) row.points = rectangle(box);
  }

  /** Makes a zone wider and higher, or less so; a polygon as a whole. */
  private size(row: Row, across: number, down: number): void {
    const box = around(row.points);
    const width = within(box.width + across, LEAST, 100 - box.left);
    const height = within(box.height + down, LEAST, 100 - box.top);
    row.points = row.points.map(([x, y]): Point => [
      round(box.left + ((x - box.left) * width) / box.width),
      round(box.top + ((y - box.top) * height) / box.height),
    ]);
  }

  private close(): void {
    const corners = this.corners;
    this.corners = [];
    this.sketch = [];
    if (corners.length > 2) this.add(corners);
    this.draw();
    this.focus();
  }

  private key(event: KeyboardEvent): void {
    if (!(event.target instanceof SVGElement)) return;
    if (event.key === 'Enter' && this.corners.length) {
      event.preventDefault();
      return this.close();
    }
    if (event.key === 'Escape' && this.corners.length) {
      this.corners = [];
      this.sketch = [];
      return this.draw();
    }
    const row = this.rows.find((each) => String(each.number) === (event.target as SVGElement).dataset.of);
    if (!row || event.altKey || event.metaKey) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      return this.drop(row);
    }
    const step = event.ctrlKey || this.fine.checked ? FINE : STEP;
    const ways: Record<string, Point> = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    if (event.shiftKey) this.size(row, ...way);
    else this.shift(row, row.points, ...way);
    this.choose(row);
    this.focus(false);
  }

  private polygon(points: Point[], look: string): SVGPolygonElement {
    const made = document.createElementNS(SVG, 'polygon');
    made.setAttribute('points', said(points));
    made.setAttribute('class', look);
    return made;
  }

  /** Draws every zone as the fields say it, and tells what is missing. */
  private draw(): void {
    const there = this.rows.filter((each) => each.points.length);
    const kept = document.activeElement instanceof SVGElement ? document.activeElement.dataset.of : undefined;
    const shapes = there.map((row) => {
      const made = this.polygon(row.points, `${row.title ? '' : 'is-idle '}${row === this.chosen ? 'is-chosen' : ''}`.trim());
      made.dataset.of = String(row.number);
      made.setAttribute('tabindex', '0');
      made.setAttribute('role', 'button');
      made.setAttribute('aria-roledescription', this.words('role'));
      made.setAttribute('aria-label', this.named(row));
      return made;
    });
    const sketch = this.sketch.length ? [this.polygon(this.sketch, 'is-sketch')] : [];
    this.svg.replaceChildren(...shapes, ...sketch);
    this.handles(there);
    for (const row of this.rows) {
      row.at.classList.toggle('is-chosen', row === this.chosen);
      row.at.hidden = row.isEmpty && row !== this.chosen;
      row.showCorners(row === this.chosen);
    }
    this.remove.disabled = !this.chosen;
    this.tell(there);
    if (kept) this.svg.querySelector<SVGElement>(`[data-of="${kept}"]`)?.focus({ preventScroll: true });
  }

  /** Numbers on the zones, and the corners of the one that is chosen, which can be taken hold of. */
  private handles(there: Row[]): void {
    for (const each of this.picture.querySelectorAll('.lf-zone-mark, .lf-zone-corner')) each.remove();
    for (const row of there) {
      const box = around(row.points);
      this.picture.append(this.mark('lf-zone-mark', box.left, box.top, String(row.number)));
    }
    if (!this.chosen || this.tool === 'poly') return;
    this.chosen.points.forEach(([x, y], i) => {
      const made = this.mark('lf-zone-corner', x, y, '');
      made.addEventListener('pointerdown', (event) => {
        const hit = this.chosen;
        if (!hit || event.button !== 0) return;
        event.preventDefault();
        const before = hit.points;
        this.svg.setPointerCapture(event.pointerId); // this corner is drawn again while it moves
        const moved = (to: PointerEvent): void => {
          this.reshape(hit, before, i, this.at(to));
          this.draw();
        };
        const done = (): void => {
          removeEventListener('pointermove', moved);
          removeEventListener('pointerup', done);
          removeEventListener('pointercancel', done);
          this.choose(hit);
          this.focus();
        };
        addEventListener('pointermove', moved);
        addEventListener('pointerup', done);
        addEventListener('pointercancel', done);
      });
      this.picture.append(made);
    });
  }

  private mark(look: string, x: number, y: number, text: string): HTMLElement {
    const made = document.createElement('span');
    made.className = look;
    made.style.left = `${x}%`;
    made.style.top = `${y}%`;
    made.textContent = text;
    made.setAttribute('aria-hidden', 'true');
    return made;
  }

  private tell(there: Row[]): void {
    const told = notesOf(this.rows, there, (name) => this.words(name));
    const now = [...this.notes.children].map((each) => each.textContent);
    if (now.join('\n') === told.join('\n')) return;
    this.notes.replaceChildren(
      ...told.map((each) => {
        const made = document.createElement('p');
        made.textContent = each;
        return made;
      }),
    );
  }
}

for (const root of document.querySelectorAll<HTMLElement>('[data-zones]')) new Zones(root);
