// tests · html-validate: judges the pages that stand on the standard input.
//
// In:  {"htmlValidate": its folder, "pages": {name: HTML, …}}
// Out: ["name:line:column rule: what is wrong", …]
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const asked = JSON.parse(await text(process.stdin));
const { HtmlValidate } = await import(pathToFileURL(`${asked.htmlValidate}/dist/esm/index.js`).href);
// How a page is written (spaces at the end of a line) says nothing of what it is; a file of one's own needs no seal.
const judge = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y', 'html-validate:document'],
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off', 'no-inline-style': 'off', 'require-sri': ['error', { target: 'crossorigin' }] },
});
const found = [];
for (const [name, page] of Object.entries(asked.pages)) {
  const { results } = await judge.validateString(page, name);
  for (const { messages } of results) {
    found.push(...messages.map(({ line, column, ruleId, message }) => `${name}:${line}:${column} ${ruleId}: ${message}`));
  }
}
process.stdout.write(JSON.stringify(found));
