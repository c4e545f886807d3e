import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkLinks } from './check.ts';
import { readAnchors, readLinks } from './markdown.ts';

let root: string;
beforeAll(() => (root = mkdtempSync(path.join(tmpdir(), 'links-'))));
afterAll(() => rmSync(root, { recursive: true }));

function targetsOf(markdown: string): string[] {
  return readLinks(markdown).map(({ target }) => target);
}

test.each([
  ['[a](b.md) and [c](d.md#e "title")', ['b.md', 'd.md#e']],
  ['![picture](docs/a.png)', ['docs/a.png']],
  ['[![badge](a.svg)](b.md)', ['b.md', 'a.svg']],
  ['[kept](<a.md>), [wiki](https://e.org/a_(b))', ['a.md', 'https://e.org/a_(b)']],
  ['[text][ref]\n\n[ref]: ../a.md', ['../a.md']],
  ['see <https://example.org/x>', ['https://example.org/x']],
  ['<a href="a.md">a</a> <img src="b.png">', ['a.md', 'b.png']],
  ['`[no](code.md)` but ``a ` [no](code.md)`` and [yes](a.md)', ['a.md']],
  ['[`code`](a.md)', ['a.md']],
])('in %s there are links to %j', (markdown, targets) => {
  expect(targetsOf(markdown)).toEqual(targets);
});

test('what stands in fenced code is no link and no heading, whatever fences are inside', () => {
  const markdown = '````md\n```\n[no](a.md)\n# No\n```\n````\n[yes](b.md)\n# Yes';

  expect(readLinks(markdown)).toEqual([{ target: 'b.md', line: 7 }]);
  expect([...readAnchors(markdown)]).toEqual(['yes']);
});

test.each([
  ['## How close is local to AWS?', ['how-close-is-local-to-aws']],
  ['# `npm start`, and *then*', ['npm-start-and-then']],
  ['# A [link](b.md) & more', ['a-link--more']],
  ['# Größe_der Datei', ['größe_der-datei']],
  ['# Same\n# Same\n# Same 1', ['same', 'same-1', 'same-1-1']],
  ['<a id="own"></a>\n# Closed #', ['own', 'closed']],
  ['#no heading', []],
])('%j has the anchors %j', (markdown, anchors) => {
  expect([...readAnchors(markdown)]).toEqual(anchors);
});

test('links that lead nowhere are told with their place and why; the network is only listed', () => {
  mkdirSync(path.join(root, 'docs/node_modules'), { recursive: true });
  writeFileSync(path.join(root, 'docs/node_modules/a.md'), '[theirs](gone.md)');
  writeFileSync(path.join(root, 'docs/other.md'), '# There\n');
  writeFileSync(path.join(root, 'code.ts'), 'one\ntwo\n');
  writeFileSync(
    path.join(root, 'docs/page.md'),
    [
      '# Here',
      '[ok](#here) [ok](other.md#there) [ok](../code.ts#L2) [ok](../docs/) [ok](other.md)',
      '[a](gone.md) [b](#gone) [c](other.md#here) [d](../code.ts#L9) [e](../../outside.md) [f](../docs/#x)',
      '[net](https://example.org) [mail](mailto:a@example.org)',
    ].join('\n'),
  );

  const { broken, external } = checkLinks(root);

  expect(broken.map(({ file, line, target, why }) => `${file}:${line} ${target}: ${why}`)).toEqual([
    'docs/page.md:3 gone.md: there is no such file',
    'docs/page.md:3 #gone: there is no heading for #gone',
    'docs/page.md:3 other.md#here: there is no heading for #here',
    'docs/page.md:3 ../code.ts#L9: it has no place #L9',
    'docs/page.md:3 ../../outside.md: it leads out of the repository',
    'docs/page.md:3 ../docs/#x: a folder has no anchors',
  ]);
  expect(external.map(({ target }) => target)).toEqual([
    'https://example.org',
    'mailto:a@example.org',
  ]);
});
