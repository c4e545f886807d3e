import plugin from '@aws-appsync/eslint-plugin';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { LocalError } from '../../../../errors.ts';
import { createTestRuntime } from '../test-bed.ts';

/** Code that AWS's own lint rules for APPSYNC_JS refuse, one line for each rule that needs no types. */
const SAMPLES = [
  'const f = async () => 1;',
  'const f = async () => { await 1; };',
  'class A {}',
  'for (let i = 0; i < 1; i += 1) {}',
  'for (const x of []) { continue; }',
  'function* g() {}',
  'function* g() { yield 1; }',
  'a: for (const x of []) { break a; }',
  'return this;',
  'try { ctx.x; } catch (e) {}',
  'while (true) {}',
  'do {} while (true);',
  'let a = 1; a++;',
  'return ~1;',
  'return ctx instanceof ctx;',
  "return 'a' in ctx;",
  'return /a/;',
  'new Promise(() => 1);',
  'ctx.stash = {};',
  'ctx = {};',
  'delete ctx.args;',
];

describe("AWS's lint rules", () => {
  const linter = new Linter({ configType: 'flat' });
  // Rules that answer "false" are off; the rest need no type information.
  const rules = { ...(plugin as unknown as LintPlugin).configs.base.rules };
  const config = {
    plugins: { '@aws-appsync': plugin as never },
    rules: rules as never,
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module' },
  } as const;

  it.each(SAMPLES)('refuse what load refuses: %s', (sample) => {
    const code = `export function request(ctx) { ${sample} }`;

    expect(linter.verify(code, config).length).toBeGreaterThan(0);
    using runtime = createTestRuntime();
    expect(() => runtime.load(code, 'x')).toThrow(LocalError);
  });
});

interface LintPlugin {
  readonly configs: { readonly base: { readonly rules: Record<string, unknown> } };
}
