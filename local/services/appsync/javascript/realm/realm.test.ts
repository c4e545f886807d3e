import { describe, expect, it } from 'vitest';
import { runBody, valueOf } from '../test-bed.ts';

describe('the language', () => {
  it('reads bad JSON as an empty text', () => {
    expect(valueOf("[JSON.parse('{'), JSON.parse('{\"a\":1}'), JSON.parse(undefined)]")).toEqual([
      '',
      { a: 1 },
      '',
    ]);
  });

  it('takes Java patterns in replace and replaceAll', () => {
    expect(
      valueOf(
        "['a1b22'.replace('\\\\d+', '#'), 'a1b22'.replaceAll('\\\\d', '#'), 'a.b'.replaceAll('.', 'x')]",
      ),
    ).toEqual(['a#b22', 'a#b##', 'xxx']);
  });

  it('keeps callbacks working as they are: index, initial value, spread', () => {
    expect(
      valueOf(
        '[[1, 2, 3].map((x, i) => x * i), [1, 2].reduce((a, b) => a + b), [].reduce((a, b) => a + b, 5)]',
      ),
    ).toEqual([[0, 2, 6], 3, 5]);
    expect(valueOf('[1, 2].map((...all) => all.length)')).toEqual([3, 3]);
    expect(
      valueOf('[[3, 1].sort(), [1].includes(1), "abc".substring(1), Array.isArray([])]'),
    ).toEqual([[1, 3], true, 'bc', true]);
  });

  it('joins inserted counters with bodies of every shape', () => {
    const body =
      'const out = []; for (const a of [1, 2]) for (const b of [3]) out.push(a * b)\nconst o = [1].map(x => ({ x })), f = [2].filter(y => y > 1)\nreturn [out, o, f]';

    expect(valueOf(`(() => { ${body} })()`)).toEqual([[3, 6], [{ x: 1 }], [2]]);
    expect(runBody('let f; for (const x of [1]) f = (y) => y + x\nreturn f(2)')).toMatchObject({
      value: 3,
    });
  });
});
