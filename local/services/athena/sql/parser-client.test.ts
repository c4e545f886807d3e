import { expect, test } from 'vitest';
import { startParserProcess } from './parser-client.ts';

test('what is asked before the parser is there is answered, in any order', async () => {
  await using parser = startParserProcess();
  const [broken, whole] = await Promise.all([
    parser.read('SELEC 1'),
    parser.read('SELECT a FROM t'),
  ]);

  expect(broken).toMatchObject({ error: { position: 0 } });
  expect(whole).toMatchObject({ names: { columns: ['a'], tables: [{ name: 't', at: 14 }] } });
});

test('who waits for a parser that ends is told', async () => {
  const parser = startParserProcess();
  const asked = parser.read('SELECT 1').catch((error: unknown) => (error as Error).message);
  await parser[Symbol.asyncDispose]();

  expect(await asked).toBe('the parser ended (SIGKILL)');
  expect(parser.isRunning()).toBe(false);
});
