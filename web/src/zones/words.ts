/** Words of the page with what belongs into them: `{n}` becomes the number. */
export const fill = (words: string, data: Record<string, string | number>): string =>
  words.replace(/\{(\w+)\}/g, (_, name: string) => String(data[name] ?? ''));
