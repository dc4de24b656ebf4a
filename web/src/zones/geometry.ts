/** Zones as points in per cent of the page's picture: what is around them, and how much two of them share. */
export type Point = [number, number];
export type Side = 'left' | 'top' | 'width' | 'height';

export const SIDES: Side[] = ['left', 'top', 'width', 'height'];
const LINES = 200;

export const round = (value: number): number => Math.round(value * 10) / 10;
export const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

export function parsed(text: string): Point[] {
  const found = text.trim().split(/\s+/).map((each) => each.split(/[,，]/).map(Number));
  const points = found.filter((each): each is Point => each.length === 2 && each.every(Number.isFinite));
  return points.length === found.length && points.length > 2 ? points : [];
}

export const said = (points: Point[]): string => points.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');

export function around(points: Point[]): Record<Side, number> {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left: round(left), top: round(top), width: round(Math.max(...xs) - left), height: round(Math.max(...ys) - top) };
}

export const rectangle = (of: Record<Side, number>): Point[] => [
  [of.left, of.top], [of.left + of.width, of.top], [of.left + of.width, of.top + of.height], [of.left, of.top + of.height],
];

function area(points: Point[]): number {
  let sum = 0;
  points.forEach(([x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length] ?? [0, 0];
    sum += x * nextY - nextX * y;
  });
  return Math.abs(sum) / 2;
}

/** Where a line across the page lies within a zone. */
function runs(points: Point[], y: number): Point[] {
  const found: number[] = [];
  points.forEach(([x0, y0], i) => {
    const [x1, y1] = points[(i + 1) % points.length] ?? [0, 0];
    if (y0 <= y !== y1 <= y) found.push(x0 + ((y - y0) * (x1 - x0)) / (y1 - y0));
  });
  found.sort((a, b) => a - b);
  const pairs: Point[] = [];
  for (let i = 0; i + 1 < found.length; i += 2) pairs.push([found[i] ?? 0, found[i + 1] ?? 0]);
  return pairs;
}

/** How much of the smaller of two zones the other covers: counted as the server counts it. */
export function shared(one: Point[], other: Point[]): number {
  const [a, b] = [around(one), around(other)];
  const top = Math.max(a.top, b.top);
  const foot = Math.min(a.top + a.height, b.top + b.height);
  const smaller = Math.min(area(one), area(other));
  if (foot <= top || !smaller) return 0;
  const step = (foot - top) / LINES;
  let covered = 0;
  for (let line = 0; line < LINES; line += 1) {
    const y = top + (line + 0.5) * step;
    for (const [from, to] of runs(one, y)) {
      for (const [begins, ends] of runs(other, y)) covered += Math.max(0, Math.min(to, ends) - Math.max(from, begins));
    }
  }
  return (covered * step) / smaller;
}
