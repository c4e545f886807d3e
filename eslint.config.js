import appsync from '@aws-appsync/eslint-plugin';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Folders nobody imports. */
const LEAVES = ['test', 'bench', 'local'];

/** Which folder may not import which, but for single files: ARCHITECTURE.md. */
function mayNotImport(folder, others, except = []) {
  // A regular expression, as gitignore's patterns take no file out of a folder that is excluded.
  const excepted = except.map((file) => `(?!.*/${RegExp.escape(file)}$)`).join('');
  const regex = `^${excepted}(?:.*/)?(?:${others.join('|')})/`;
  return {
    files: [`${folder}/**/*.ts`, `${folder}/**/*.tsx`],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ regex, message: `${folder}/ must not import this: ARCHITECTURE.md.` }],
        },
      ],
    },
  };
}

export default tseslint.config(
  {
    ignores: ['node_modules/', '.local/', 'cdk.out/', 'dist/', 'schema/generated/', '**/fixtures/'],
  },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Numbers and booleans read well in messages.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `const stop = (): void => void (stopped = true)` is this code's way to a one-line callback.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // A type parameter that names a wire shape at a parse is clearer than a cast at each use.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Factories return closures, not methods: nothing here has a `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_' },
      ],
      'no-console': 'error',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: [
      'functions/**/adapters.ts',
      '**/cli.ts',
      'scripts/**',
      'bench/**',
      'examples/**',
      'test/**',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    // CDK constructs are made for their effect on the scope.
    files: ['infra/**'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  {
    files: ['resolvers/**/*.ts'],
    ignores: ['**/*.test.ts'],
    plugins: { '@aws-appsync': appsync },
    languageOptions: {
      globals: Object.fromEntries(
        Object.keys({ ...globals.builtin, ...globals.node, ...globals.browser }).map((name) => [
          name,
          'off',
        ]),
      ),
    },
    rules: {
      ...appsync.configs.recommended.rules,
      // What the plugin lets pass although APPSYNC_JS refuses it.
      'no-restricted-syntax': [
        'error',
        { selector: 'ThrowStatement', message: 'APPSYNC_JS has no throw: use util.error.' },
        { selector: 'NewExpression', message: 'APPSYNC_JS has no new: use util.time for dates.' },
      ],
      'no-restricted-globals': [
        'error',
        'Date',
        'fetch',
        'process',
        'setTimeout',
        'Promise',
        'Map',
        'Set',
        'RegExp',
      ],
      // The types say ctx is complete; at run time a data source may have answered nothing.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  mayNotImport('resolvers', ['functions', 'infra', 'client', 'web', ...LEAVES]),
  mayNotImport('functions', ['resolvers', 'infra', 'client', 'web', ...LEAVES]),
  mayNotImport(
    'infra',
    ['resolvers', 'functions', 'client', 'web', 'schema', ...LEAVES],
    [
      'functions/generate-report/datasets/catalogue.ts',
      'functions/generate-report/datasets/dataset.ts',
    ],
  ),
  mayNotImport('client', ['resolvers', 'functions', 'infra', 'web', ...LEAVES]),
  mayNotImport('web', ['resolvers', 'functions', 'infra', ...LEAVES]),
  mayNotImport('examples', ['resolvers', 'functions', 'infra', 'web', ...LEAVES]),
  mayNotImport('local', [
    'resolvers',
    'functions',
    'infra',
    'client',
    'web',
    'schema',
    'test',
    'bench',
  ]),
);
