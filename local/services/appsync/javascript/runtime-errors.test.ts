import { describe, expect, it } from 'vitest';
import { contextWith, createTestRuntime, loadBody, runBody } from './test-bed.ts';

describe('runtime errors', () => {
  it('name the line and column of the code that was loaded', () => {
    using runtime = createTestRuntime();
    const code = [
      "import { util } from '@aws-appsync/utils';",
      'export function request(ctx) {',
      '  for (const item of ctx.args.items) ctx.stash[item.id] = item.owner.name;',
      '}',
      'export const response = (ctx) => ctx.result.map((x) => x.a.b);',
    ].join('\n');
    const module = runtime.load(code, 'x');

    expect(module.run('request', contextWith({ args: { items: [{ id: 1 }] } }))).toMatchObject({
      kind: 'failed',
      error: {
        message: "code.js:3:70: TypeError: Cannot read properties of undefined (reading 'name')",
        errorType: 'Code',
        data: null,
        errorInfo: null,
      },
    });
    expect(module.run('response', contextWith({ result: [{}] }))).toMatchObject({
      error: {
        message: "code.js:5:60: TypeError: Cannot read properties of undefined (reading 'b')",
      },
    });
  });

  it('of a utility are placed at its call', () => {
    expect(runBody("return util.time.parseISO8601ToEpochMilliSeconds('soon');")).toMatchObject({
      error: { message: "code.js:2:49: DateTimeParseException: Text 'soon' could not be parsed" },
    });
  });

  it('of code outside handlers end the handler', () => {
    using runtime = createTestRuntime();
    const module = runtime.load('const a = null.b;\nexport const request = () => a;', 'x');

    expect(module.run('request', contextWith())).toMatchObject({
      error: { message: expect.stringContaining('code.js:1:16: TypeError') as string },
    });
  });

  it('stop loops and callbacks after 1,000 passes in all', () => {
    const list = '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]';
    const nested = `for (const a of ${list}) for (const b of ${list}) ${list}.forEach((c) => c);`;

    expect(
      runBody(`const l = ${list}; for (const a of l) for (const b of l) { l.map((c) => c); }`),
    ).toMatchObject({
      error: { message: expect.stringContaining('more than 1000 loop iterations') as string },
    });
    expect(runBody(nested).kind).toBe('failed');
    expect(runBody(`for (const a of ${list}) for (const b of ${list}) a + b;`).kind).toBe(
      'returned',
    );
  });

  it('count anew for each evaluation', () => {
    using runtime = createTestRuntime();
    const module = loadBody(runtime, 'for (const x of ctx.args.list) ctx.stash.x = x;');
    const ctx = contextWith({ args: { list: Array.from({ length: 900 }, (_, at) => at) } });

    expect([1, 2].map(() => module.run('request', ctx).kind)).toEqual(['returned', 'returned']);
  });

  it('stop calls without end, straight or branching', () => {
    const straight = 'const o = { f: (n) => o.f(n + 1) }; return o.f(0);';
    const branching =
      'const o = { f: (n) => n === 0 ? 1 : o.f(n - 1) + o.f(n - 1) }; return o.f(60);';
    for (const body of [straight, branching]) {
      const startedAt = performance.now();
      expect(runBody(body)).toMatchObject({ kind: 'failed', error: { errorType: 'Code' } });
      expect(performance.now() - startedAt).toBeLessThan(1_000);
    }
  });
});

describe('console', () => {
  it('writes the level, the place of the call and the values as JSON', () => {
    using runtime = createTestRuntime();
    const code =
      "export function request(ctx) {\n    if (ctx) console.log('This request is allowed');\n    console.error({ a: 1 }, 2);\n}";

    runtime.load(code, 'x').run('request', contextWith());

    expect(runtime.lines).toEqual([
      'INFO - code.js:2:14: "This request is allowed"',
      'ERROR - code.js:3:5: {"a":1} 2',
    ]);
  });
});
