import { expect, test } from 'vitest';
import { FAULT_POINTS } from './catalogue.ts';
import { parseFaultSpec } from './fault-spec.ts';

test('a point and an action are enough', () => {
  expect(parseFaultSpec('pushes:drop')).toEqual({
    text: 'pushes:drop',
    point: 'pushes',
    action: 'drop',
    at: ['pushes'],
  });
});

test('times are numbers with a unit, or ranges of them', () => {
  expect(parseFaultSpec('pushes:delay=50ms-1.5s').duration).toEqual({ fromMs: 50, toMs: 1500 });
  expect(parseFaultSpec('sockets:cut=2m').duration).toEqual({ fromMs: 120_000, toMs: 120_000 });
  expect(parseFaultSpec('functions:freeze=70s,after=1s-3s,call=4')).toMatchObject({
    duration: { fromMs: 70_000, toMs: 70_000 },
    after: { fromMs: 1000, toMs: 3000 },
    call: 4,
  });
});

test('every condition on the occasion is read', () => {
  const text =
    's3:fail=SlowDown,p=0.25,nth=2,every=3,from=4,first=5,match=a=b,not=c,by=gen,for=10s';

  expect(parseFaultSpec(text)).toMatchObject({
    choice: 'SlowDown',
    probability: 0.25,
    nth: 2,
    every: 3,
    from: 4,
    first: 5,
    match: 'a=b',
    not: 'c',
    by: 'gen',
    forMs: 10_000,
  });
});

test('a value that is left out is the usual one', () => {
  expect(parseFaultSpec('graphql:fail').choice).toBe('500');
  expect(parseFaultSpec('s3:fail').choice).toBe('InternalError');
  expect(parseFaultSpec('tokens:expire').choice).toBe('issued');
  expect(parseFaultSpec('pushes:reorder').duration).toEqual({ fromMs: 2000, toMs: 2000 });
});

test('calls:nth=3 fails the third of all outside calls; of= chooses which count', () => {
  expect(parseFaultSpec('calls:nth=3')).toMatchObject({ action: 'fail', nth: 3 });
  expect(parseFaultSpec('calls:nth=3').at).toEqual(FAULT_POINTS.calls.covers);
  expect(parseFaultSpec('calls:cut-after,nth=3,of=s3+graphql').at).toEqual(['s3', 'graphql']);
});

test.each([
  ['nowhere:drop', "names no point I know: 'nowhere'"],
  ['nowhere:drop', '  pushes              drop  duplicate  delay=<range>  reorder[=<duration>]'],
  ['toString:drop', "names no point I know: 'toString'"],
  ['', "names no point I know: ''"],
  ['pushes', 'has no action. pushes has drop, duplicate, delay=<range>, reorder[=<duration>].'],
  ['pushes:lose', "has an unknown action: 'lose'. pushes has drop, duplicate"],
  ['pushes:constructor', "has an unknown action: 'constructor'"],
  ['pushes:drop=1', "has a value '1' where drop takes none."],
  ['pushes:delay', 'needs a time after delay=: a number with its unit, such as 250ms, 2s or 5m'],
  ['pushes:delay=200', "such as 50ms-2s; not '200'."],
  ['pushes:delay=2s-1s', "not '2s-1s'."],
  ['sockets:cut=1s-2s', 'needs a time after cut=: a number with its unit'],
  ['sockets:cut=0ms', 'needs a time above 0.'],
  ['s3:fail=Oops', 'takes InternalError, SlowDown, ServiceUnavailable.'],
  [
    'pushes:drop,q=1',
    "has an unknown key: 'q'. pushes takes p, nth, every, from, first, match, not, for.",
  ],
  ['pushes:drop,call=1', "has an unknown key: 'call'"],
  ['pushes:drop,p=2', "needs a probability from 0 to 1 after p=, not '2'."],
  ['pushes:drop,p=half', "after p=, not 'half'."],
  ['pushes:drop,nth=0', "needs a number from 1 after nth=, not '0'."],
  ['pushes:drop,match=', 'needs a text after match=.'],
  ['pushes:drop,for=1', 'after for=, not'],
  ['functions:kill,after=x', 'after after=, not'],
  ['calls:nth=1,of=pushes', "has 'pushes' in of="],
])('%s is refused with what is wrong and what there is: %s', (text, said) => {
  expect(() => parseFaultSpec(text)).toThrow(
    expect.objectContaining({
      code: 'ERR_FAULT',
      message: expect.stringContaining(said) as string,
    }) as Error,
  );
});
