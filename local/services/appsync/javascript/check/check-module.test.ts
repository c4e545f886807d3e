import { describe, expect, it } from 'vitest';
import { LocalError } from '../../../../errors.ts';
import { createTestRuntime } from '../test-bed.ts';

/** The problems of a module, without its origin; empty when it loads. */
function problemsOf(code: string): string[] {
  using runtime = createTestRuntime();
  try {
    runtime.load(code, 'Query.x');
    return [];
  } catch (error) {
    if (!(error instanceof LocalError) || error.code !== 'ERR_RESOLVER_CODE') throw error;
    return error.message.split('\n').map((line) => line.replace(/^Query\.x:/, ''));
  }
}

/** Puts a statement on line 2, from column 3, of a request handler. */
function inHandler(statement: string): string {
  return `export function request(ctx) {\n  ${statement}\n}`;
}

describe('refused constructs', () => {
  it.each([
    ['throw', "throw 'no';", '2:3', 'util.error'],
    ['try', 'try { util.autoId(); } catch {}', '2:3', 'try is not supported'],
    ['while', 'while (true) { break; }', '2:3', 'for…of'],
    ['do', 'do { break; } while (true);', '2:3', 'for…of'],
    ['for (;;)', 'for (let i = 0; i < 3; i += 1) {}', '2:3', 'for…of'],
    ['continue', 'for (const x of []) { if (x) { continue; } }', '2:34', 'put the rest'],
    ['a label', 'here: for (const x of []) { break here; }', '2:3', 'labels'],
    ['++', 'let i = 0; i++;', '2:14', '+= 1'],
    ['--', 'let i = 0; --i;', '2:14', '-= 1'],
    ['~', 'return ~1;', '2:10', '-x - 1'],
    ['in', "return 'a' in ctx;", '2:10', 'Object.hasOwn'],
    ['instanceof', 'return ctx instanceof Object;', '2:10', 'instanceof'],
    ['a regular expression', "return util.matches(/a/, 'a');", '2:23', 'util.matches'],
    ['a class', 'const A = class {};', '2:13', 'classes'],
    ['new', 'return new Thing();', '2:10', 'new is not supported'],
    ['this', 'return this;', '2:10', 'this is not supported'],
    ['a generator', 'function* g() { return 1; }', '2:3', 'generator'],
    ['async', 'const f = async () => 1;', '2:13', 'async'],
    ['import()', "return import('x');", '2:10', 'bundle'],
    ['a getter', 'return { get a() { return 1; } };', '2:12', 'getters'],
    ['fetch', "return fetch('/');", '2:10', 'HTTP data source'],
    ['process', 'return process.env.X;', '2:10', 'ctx.env'],
    ['setTimeout', 'setTimeout(ctx);', '2:3', 'Lambda data source'],
    ['Date', 'return Date.now();', '2:10', 'util.time'],
    ['Promise', 'return Promise.resolve(1);', '2:10', 'data source'],
    ['globalThis', 'return globalThis.x;', '2:10', 'not available'],
    ['arguments', 'return arguments[0];', '2:10', 'rest parameter'],
    ['a misspelt name', 'return cxt.args;', '2:10', 'cxt is not available'],
    ['an undeclared variable', 'total = 1;', '2:3', 'let'],
    ['calling Number', "return Number('1');", '2:10', 'Number.isFinite'],
    ['Math.abs', 'return Math.abs(-1);', '2:10', 'Math.abs is not in'],
    ['Object.fromEntries', 'return Object.fromEntries([]);', '2:10', 'Object.keys'],
    ['padStart', "return 'a'.padStart(3);", '2:10', 'padStart'],
    ['call', 'return util.error.call(1);', '2:10', 'call'],
    [
      'sort with a comparator',
      'return [1].sort((a, b) => a - b);',
      '2:10',
      'sort takes no arguments',
    ],
    ['an unknown utility', 'return util.isNull(ctx);', '2:10', 'compare with null'],
    [
      'an unknown nested utility',
      'return util.time.now();',
      '2:10',
      'util.time.now does not exist',
    ],
    ['passing a function', 'const f = () => 1; return util.error(f);', '2:40', 'array methods'],
    ['renaming a function', 'const f = () => 1; const g = f; return g();', '2:32', 'second name'],
    ['returning a function', 'return () => 1;', '2:10', 'return the value'],
    ['recursion', 'const f = (n) => f(n - 1); return f(3);', '2:20', 'recursion'],
    ['assigning ctx', 'ctx = {};', '2:3', 'ctx is read-only'],
    ['assigning ctx.stash', 'ctx.stash = {};', '2:3', 'ctx.stash is read-only'],
    ['deleting from ctx', 'delete ctx.args;', '2:10', 'ctx.args is read-only'],
  ])('%s', (_, statement, position, advice) => {
    const problems = problemsOf(inHandler(statement));

    expect(problems[0]?.startsWith(`${position} `), problems.join('\n')).toBe(true);
    expect(problems[0]).toContain(advice);
  });

  it('finds mutual recursion', () => {
    const code =
      'const a = () => b();\nfunction b() { return a(); }\nexport const request = () => a();';

    expect(problemsOf(code).map((problem) => problem.slice(0, 5))).toEqual(['1:17 ', '2:23 ']);
  });

  it('lists every problem at once, in source order', () => {
    const problems = problemsOf(inHandler('while (true) { i++; }\n  throw new Error();'));

    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      '2:3',
      '2:18',
      '2:18',
      '3:3',
      '3:9',
      '3:13',
    ]);
  });

  it('says where the text stops being JavaScript', () => {
    expect(problemsOf('export function request( {\n  return 1 }')[0]).toMatch(
      /^2:3 Unexpected keyword 'return'; the code is not a JavaScript module$/,
    );
  });

  it('refuses code that is nested without end', () => {
    const code = `export const request = () => ${'('.repeat(15_000)}1${')'.repeat(15_000)};`;

    expect(problemsOf(code)).toEqual([expect.stringContaining('Not enough stack space')]);
  });

  it('takes 32,768 characters and no more', () => {
    const code = 'export const request = () => 1;';
    const fill = (length: number): string =>
      code + '/'.repeat(2) + 'x'.repeat(length - code.length - 2);

    expect(problemsOf(fill(32_768))).toEqual([]);
    expect(problemsOf(fill(32_769))).toEqual([expect.stringContaining('has 32769 characters')]);
  });
});

describe('imports and exports', () => {
  it.each([
    ["import x from 'lodash';", "cannot import 'lodash': only @aws-appsync/utils"],
    ["import { select } from '@aws-appsync/utils/rds';", 'no relational data source'],
    ["import { nothing } from '@aws-appsync/utils';", "'@aws-appsync/utils' has no export nothing"],
    ["import util from '@aws-appsync/utils';", "'@aws-appsync/utils' has no export default"],
    ["import { sync } from '@aws-appsync/utils/dynamodb';", 'has no export sync'],
    [
      "import * as d from '@aws-appsync/utils/dynamodb'; export const response = () => d.sync();",
      'd.sync does not exist',
    ],
    [
      "import { util as u } from '@aws-appsync/utils'; export const response = () => u.qr(1);",
      'util.qr does not exist',
    ],
    ["export * from '@aws-appsync/utils';", 'bundle the code'],
    ['export default 1;', 'request and response'],
    ['export const response = 1;', 'must be a function'],
  ])('refuses %s', (line, message) => {
    const problems = problemsOf(`${line}\nexport const request = () => 1;`);

    expect(problems).toEqual([expect.stringContaining(message)]);
  });

  it('refuses a module without a handler', () => {
    expect(problemsOf('export const other = () => 1;')).toEqual([
      '1:1 nothing to run; export functions request and response',
    ]);
  });
});

describe('what AppSync takes', () => {
  it.each([
    ['template literals', 'return `a ${`b ${1}`}\n c`;'],
    [
      'words that are refused elsewhere',
      "return { new: 1, throw: 2, class: 3, this: 'in while' };",
    ],
    ['members named like missing globals', 'return ctx.args.process ?? ctx.args.Date;'],
    ['util.dynamodb.toString', "return util.dynamodb.toString('a');"],
    [
      'destructuring with defaults',
      'const { args: { a = 1, ...rest }, stash } = ctx; return [a, rest, stash];',
    ],
    ['switch with break', "switch (ctx.args.a) { case 1: return 'a'; default: break; }"],
    ['for…in over values', 'let n = 0; for (const k in ctx.args) { n += k.length; } return n;'],
    ['named callbacks of array methods', 'const twice = (n) => n * 2; return [1].map(twice);'],
    ['typeof and void', 'return typeof ctx === void 0;'],
    ['optional calls and chains', 'return ctx.args?.a?.[0] ?? null;'],
    ['sorting without a comparator', "return ['b', 'a'].sort();"],
    ['changing the stash', 'ctx.stash.a = 1; delete ctx.stash.b; return ctx.stash;'],
    ['bitwise operators', 'return (5 & 3) | (1 << 2) ^ 2;'],
    ['shadowing a global', 'const Date = 1; const fetch = Date; return fetch;'],
    ['hoisted functions and vars', 'return f() + x; function f() { return 1; } var x = 2;'],
  ])('%s', (_, statement) => {
    expect(problemsOf(inHandler(statement))).toEqual([]);
  });
});
