import { around, parsed, rectangle, said, SIDES, type Point } from './geometry';

/** One zone: the fields of its row. */
export class Row {
  constructor(readonly at: HTMLElement) {}

  get number(): number {
    return Number(this.at.dataset.zone);
  }

  private field(name: string): HTMLInputElement {
    const found = this.at.querySelector<HTMLInputElement>(`[name="${name}_${this.number}"]`);
    if (!found) throw new Error(`zone ${this.number} has no ${name}`);
    return found;
  }

  get article(): HTMLSelectElement {
    return this.field('article') as unknown as HTMLSelectElement;
  }

  get title(): string {
    return this.article.value ? (this.article.selectedOptions[0]?.text ?? '') : '';
  }

  get isPolygon(): boolean {
    return this.field('points').value.trim() !== '';
  }

  get points(): Point[] {
    if (this.isPolygon) return parsed(this.field('points').value);
    const values = SIDES.map((side) => this.field(side).value);
    if (values.some((each) => each.trim() === '' || !Number.isFinite(Number(each)))) return [];
    const [left, top, width, height] = values.map(Number) as [number, number, number, number];
    return rectangle({ left, top, width, height });
  }

  set points(points: Point[]) {
    const box = around(points);
    for (const side of SIDES) this.field(side).value = String(box[side]);
    if (this.isPolygon || points.length !== 4) this.field('points').value = said(points);
  }

  makePolygon(points: Point[]): void {
    this.field('points').value = said(points);
    this.points = points;
  }

  /** The corners are shown of a polygon, and of what is chosen, which can be made one; four numbers say the rest. */
  showCorners(chosen: boolean): void {
    const around = this.field('points').closest<HTMLElement>('.lf-field');
    if (around) around.hidden = !this.isPolygon && !chosen;
  }

  clear(): void {
    this.article.value = '';
    for (const name of [...SIDES, 'points']) this.field(name).value = '';
  }

  get isEmpty(): boolean {
    return !this.points.length && !this.article.value;
  }
}
