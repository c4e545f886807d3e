import { expect, test } from 'vitest';
import { LocalError } from '../../local/errors.ts';
import { APPS } from '../support/apps.ts';
import { startTestCloud } from '../support/cloud.ts';
import { REFUSED_CONSTRUCTS } from '../support/conformance/refused-code/constructs.ts';

/** Code that AppSync would not deploy stops the cloud at boot, with every place and what to write instead. */

async function bootError(): Promise<LocalError> {
  const started = await startTestCloud(APPS.refused).catch((error: unknown) => error);
  if (!(started instanceof LocalError)) throw new Error('the cloud started');
  return started;
}

const boot = bootError();
/** The lines about one resolver, by its field. */
const linesOf = async (field: string): Promise<string[]> =>
  (await boot).message.split('\n').filter((line) => line.includes(`Api${field}`));

test('throw, Date and fetch are refused with file, line, column and reason', async () => {
  const file = String.raw`\.local/test/refused/[0-9a-f]+/asset\.[0-9a-f]+\.js`;

  expect((await boot).code).toBe('ERR_RESOLVER_CODE');
  expect(await linesOf('throwing')).toContainEqual(
    expect.stringMatching(
      new RegExp(`, ${file}:3:5 throw is not supported; end the handler with util\\.error`),
    ),
  );
  expect(await linesOf('dated')).toEqual([
    expect.stringMatching(
      new RegExp(`, ${file}:2:27 Date is not available in APPSYNC_JS; use util\\.time$`),
    ),
  ]);
  expect(await linesOf('fetching')).toEqual([
    expect.stringMatching(
      new RegExp(`, ${file}:2:18 fetch is not available in APPSYNC_JS; use an HTTP data source$`),
    ),
  ]);
});

test('every construct outside the language is refused with its line and column', async () => {
  const places: Record<keyof Omit<typeof REFUSED_CONSTRUCTS, 'oversized'>, string> = {
    tryStatement: '2:1 try is',
    whileLoop: '2:1 while is',
    doLoop: '2:1 do…while is',
    forLoop: '2:1 for (;;) is',
    continueStatement: '2:30 continue is',
    increment: '2:12 ++ is',
    decrement: '2:12 -- is',
    complement: '2:13 ~ is',
    regex: '2:13 regular expression literals are',
    classDeclaration: '2:1 classes are',
    newExpression: '2:13 new is',
    thisExpression: '2:13 this is',
    asyncFunction: '2:11 async functions are',
    generator: '2:11 generator functions are',
    inOperator: '2:13 the in operator is',
    instanceOf: '2:13 instanceof is',
    label: '2:1 labels are',
    recursion: '2:18 recursion is',
    timer: '2:1 setTimeout is',
    evaluation: '2:8 eval is',
    missingHelper: '2:13 util.defaultIfNull does not exist',
  };
  for (const [field, place] of Object.entries(places)) {
    expect((await linesOf(field))[0]).toContain(`:${place}`);
  }
});

test('code over 32,768 characters is refused', async () => {
  expect(await linesOf('oversized')).toEqual([
    expect.stringMatching(/:1:1 the code has 32819 characters; AppSync takes 32768\./),
  ]);
});
