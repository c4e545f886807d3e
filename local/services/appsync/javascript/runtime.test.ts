import { describe, expect, it } from 'vitest';
import { contextWith, createTestRuntime, loadBody, runBody, valueOf } from './test-bed.ts';

describe('values', () => {
  it('come back as plain JSON: functions and undefined go, what is no number is null', () => {
    const value = valueOf('{ f: () => 1, u: undefined, n: 0 / 0, l: [undefined, () => 1, 1 / 0] }');

    expect(value).toEqual({ n: null, l: [null, null, null] });
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(runBody('').kind).toBe('returned');
    expect(runBody('')).toMatchObject({ value: null });
  });

  it('are lists of the caller\u2019s own: working through them costs the handler no loops', () => {
    const list = valueOf('[1, 2, [3]]') as unknown[];

    expect(Object.getPrototypeOf(list)).toBe(Array.prototype);
    expect(Object.getPrototypeOf(list[2])).toBe(Array.prototype);
    for (let pass = 0; pass < 2000; pass++) list.map((item) => item);
  });

  it('cannot be changed from inside, except the stash', () => {
    const ctx = contextWith({ args: { list: [1] }, stash: { gone: 1, kept: { a: 1 } } });
    const { stash } = ctx;

    runBody(
      'ctx.args.list.push(2); delete ctx.stash.gone; ctx.stash.kept.a = 2; ctx.stash.n = [3];',
      ctx,
    );

    expect(ctx.args).toEqual({ list: [1] });
    expect(ctx.stash).toBe(stash);
    expect(stash).toEqual({ kept: { a: 2 }, n: [3] });
  });

  it('keep the stash of a handler that ends early', () => {
    const ctx = contextWith();

    runBody('ctx.stash.a = 1; runtime.earlyReturn();', ctx);

    expect(ctx.stash).toEqual({ a: 1 });
  });

  it('that contain themselves are an error of the code', () => {
    const outcome = runBody('const a = {}; a.a = a; return a;');

    expect(outcome).toMatchObject({
      kind: 'failed',
      error: {
        errorType: 'Code',
        message: expect.stringMatching(/^code\.js:2:8: TypeError: the value/) as string,
      },
    });
  });

  it('may have members named like parts of objects', () => {
    const args = JSON.parse(
      '{"__proto__":{"polluted":true},"constructor":1,"toString":2}',
    ) as Record<string, unknown>;
    const value = valueOf('({ ...ctx.args, o: {}.polluted })', contextWith({ args })) as object;

    expect(JSON.stringify(value)).toBe(JSON.stringify(args));
    expect({}).not.toHaveProperty('polluted');
  });

  it('show ctx.args as ctx.arguments, and leave lazy members out of a whole ctx', () => {
    expect(valueOf('ctx.args === ctx.arguments')).toBe(true);
    expect(valueOf('[ctx.info.selectionSetList, ctx.info.selectionSetGraphQL]')).toEqual([
      ['id'],
      '{ id }',
    ]);
    expect(valueOf('Object.keys(JSON.parse(JSON.stringify(ctx)))')).toEqual([
      'arguments',
      'identity',
      'source',
      'stash',
      'prev',
      'request',
      'info',
    ]);
    expect(valueOf('ctx.info')).toEqual({
      fieldName: 'field',
      parentTypeName: 'Query',
      variables: {},
    });
  });
});

describe('state', () => {
  it('does not outlive a call', () => {
    using runtime = createTestRuntime();
    const code =
      'let n = 0; const seen = [];\nexport const request = () => { n += 1; seen.push(n); return seen; };';
    const module = runtime.load(code, 'x');

    expect([1, 2].map(() => module.run('request', contextWith()))).toMatchObject([
      { value: [1] },
      { value: [1] },
    ]);
  });

  it('cannot be left on shared objects', () => {
    const writes = [
      'util.error.x = 1;',
      'util.error = 1;',
      'Object.keys.x = 1;',
      'JSON.parse = 1;',
      'console.log = 1;',
      'ddb.get = 1;',
      "const u = util; u['x'] = 1;",
      '[].map.x = 1;',
      "''.replace.x = 1;",
    ];
    for (const write of writes) {
      expect(runBody(write), write).toMatchObject({ kind: 'failed', error: { errorType: 'Code' } });
    }
  });

  it('offers no way to the machine', () => {
    for (const object of [
      'util.autoId',
      'ctx',
      '[]',
      "''",
      '(1)',
      '(() => 1)',
      'util.time',
      'ddb.get({ key: {} })',
    ]) {
      expect(
        valueOf(`[typeof ${object}['constructor'], typeof ${object}['__proto__']]`),
        object,
      ).toEqual(['undefined', 'undefined']);
    }
  });

  it('belongs to one runtime: code of a disposed one does not run', () => {
    const runtime = createTestRuntime();
    const module = loadBody(runtime, 'return 1;');
    runtime[Symbol.dispose]();

    expect(() => module.run('request', contextWith())).toThrow('disposed');
  });
});

describe('endings', () => {
  it('util.error ends the handler with its four values', () => {
    expect(runBody("util.error('m', 'T', { a: 1 }, { b: 2 }); return 1;")).toMatchObject({
      kind: 'failed',
      error: { message: 'm', errorType: 'T', data: { a: 1 }, errorInfo: { b: 2 } },
    });
    expect(runBody("util.error('m');")).toMatchObject({
      error: { message: 'm', errorType: null, data: null, errorInfo: null },
    });
  });

  it('util.appendError goes on, and its errors come with whatever ending', () => {
    expect(runBody("util.appendError('a', 404); util.appendError('b'); return 1;")).toMatchObject({
      kind: 'returned',
      value: 1,
      appended: [
        { message: 'a', errorType: '404' },
        { message: 'b', errorType: null },
      ],
    });
    expect(runBody("util.appendError('a'); util.error('b');")).toMatchObject({
      kind: 'failed',
      appended: [{ message: 'a' }],
    });
  });

  it('util.unauthorized is marked, so that the engine can word it', () => {
    expect(runBody('[1].map((x) => util.unauthorized());')).toMatchObject({
      kind: 'failed',
      error: { errorType: 'Unauthorized', unauthorized: true },
    });
  });

  it('runtime.earlyReturn skips to the next handler unless END is asked for', () => {
    expect(runBody('runtime.earlyReturn({ a: 1 }); return 2;')).toMatchObject({
      kind: 'earlyReturn',
      value: { a: 1 },
      skipTo: 'NEXT',
    });
    expect(runBody("runtime.earlyReturn(null, { skipTo: 'END' });")).toMatchObject({
      kind: 'earlyReturn',
      value: null,
      skipTo: 'END',
    });
  });

  it('runtime.earlyReturn from a called function and a callback ends the handler too', () => {
    expect(runBody('const f = () => runtime.earlyReturn(1); f(); return 2;')).toMatchObject({
      value: 1,
    });
    expect(runBody('[1].forEach((x) => { runtime.earlyReturn(x); }); return 2;')).toMatchObject({
      value: 1,
    });
  });

  it('runtime.earlyReturn in a response handler is its answer', () => {
    using runtime = createTestRuntime();
    const module = runtime.load('export const response = () => { runtime.earlyReturn(1); };', 'x');

    expect(module).toMatchObject({ hasRequest: false, hasResponse: true });
    expect(module.run('response', contextWith())).toMatchObject({ kind: 'returned', value: 1 });
  });
});

describe('extensions', () => {
  const filter = { filterGroup: [{ filters: [{ fieldName: 'a', operator: 'eq', value: 1 }] }] };

  it('hands over the last filter of each kind and every invalidation', () => {
    const text = JSON.stringify(filter);
    const outcome = runBody(
      `extensions.setSubscriptionFilter({ filterGroup: [] }); extensions.setSubscriptionFilter(${text});
       extensions.setSubscriptionInvalidationFilter(${text});
       extensions.invalidateSubscriptions({ subscriptionField: 'onX', payload: { id: 1 } });
       extensions.evictFromApiCache('Query', 'x', { 'ctx.args.id': 1 });`,
    );

    expect(outcome.extensions).toEqual({
      subscriptionFilter: filter,
      invalidationFilter: filter,
      invalidations: [{ subscriptionField: 'onX', payload: { id: 1 } }],
      responseHeaders: {},
    });
  });

  it('refuses what is no filter and no invalidation', () => {
    expect(runBody('extensions.setSubscriptionFilter(null);').kind).toBe('failed');
    expect(runBody('extensions.invalidateSubscriptions({});').kind).toBe('failed');
  });
});
