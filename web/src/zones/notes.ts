import { shared } from './geometry';
import { fill } from './words';
import type { Row } from './row';

const OVERLAP = 0.02; // of the smaller zone; the server allows no more

/** What is missing or lies double, in the words of the page: `there` are the rows that have a zone. */
export function notesOf(rows: Row[], there: Row[], words: (name: string) => string): string[] {
  const told: string[] = [];
  there.forEach((row, i) => {
    if (!row.article.value) told.push(fill(words('idle'), { n: row.number }));
    for (const other of there.slice(i + 1)) {
      const apart = row.article.value !== other.article.value;
      if (apart && shared(row.points, other.points) > OVERLAP) {
        told.push(fill(words('overlap'), { one: row.number, other: other.number }));
      }
    }
  });
  const has = new Set(there.map((row) => row.article.value));
  for (const each of rows[0]?.article.options ?? []) {
    if (each.value && !has.has(each.value)) told.push(fill(words('missing'), { title: each.text }));
  }
  return told;
}
