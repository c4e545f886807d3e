/** A CDK app the tests run, and where its assembly is kept. */
export interface TestApp {
  readonly app: string;
  readonly appInputs?: readonly string[];
  readonly assemblyDirectory: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** What a synthesis of the product reads. */
const PRODUCT = ['package-lock.json', 'infra', 'resolvers', 'functions', 'schema'];

export const APPS: Record<
  | 'reports'
  | 'brisk'
  | 'crowded'
  | 'told'
  | 'everything'
  | 'bare'
  | 'guestBook'
  | 'demonstration'
  | 'conformance'
  | 'iam'
  | 'queries'
  | 'limited'
  | 'refused',
  TestApp
> = {
  reports: { app: 'infra/app.ts', assemblyDirectory: '.local/test/reports' },
  /** The product with a short lease. */
  brisk: {
    app: 'test/support/brisk/app.ts',
    appInputs: ['test/support/brisk', ...PRODUCT],
    assemblyDirectory: '.local/test/brisk',
  },
  /** The product with a short lease and room for many reports of one owner. */
  crowded: {
    app: 'test/support/crowded/app.ts',
    appInputs: ['test/support/crowded', ...PRODUCT],
    assemblyDirectory: '.local/test/crowded',
  },
  /** The product with its example rule and one more. */
  told: {
    app: 'test/support/told/app.ts',
    appInputs: ['test/support/told', ...PRODUCT],
    assemblyDirectory: '.local/test/told',
  },
  /** The product as production has it, with every optional feature. */
  everything: {
    app: 'test/support/variants/everything.ts',
    appInputs: ['test/support/variants', ...PRODUCT],
    assemblyDirectory: '.local/test/everything',
  },
  /** The product without any optional feature. */
  bare: {
    app: 'test/support/variants/bare.ts',
    appInputs: ['test/support/variants', ...PRODUCT],
    assemblyDirectory: '.local/test/bare',
  },
  /** Has nothing to do with reports. */
  guestBook: {
    app: 'test/support/guest-book/app.ts',
    appInputs: ['test/support/guest-book'],
    assemblyDirectory: '.local/test/guest-book',
  },
  /** The product as `npm start` runs it: people sign up by themselves, and reports are made while the caller waits, too. */
  demonstration: {
    app: 'infra/app.ts',
    context: { selfSignUp: 'true', comparison: 'true' },
    assemblyDirectory: '.local/test/demonstration',
  },
  /** Everything of AppSync that the contract tests ask about. */
  conformance: {
    app: 'test/support/conformance/app.ts',
    appInputs: ['test/support/conformance'],
    assemblyDirectory: '.local/test/conformance',
  },
  /** Roles with every kind of policy, and what they are for. */
  iam: {
    app: 'test/support/iam/app.ts',
    appInputs: ['test/support/iam'],
    assemblyDirectory: '.local/test/iam',
  },
  /** A table, a work group and a rule that waits for the end of queries. */
  queries: {
    app: 'test/support/queries/app.ts',
    appInputs: ['test/support/queries'],
    assemblyDirectory: '.local/test/queries',
  },
  /** An API with its own limits: depth, resolvers, no introspection. */
  limited: {
    app: 'test/support/conformance/limited.ts',
    appInputs: ['test/support/conformance/resolvers'],
    assemblyDirectory: '.local/test/limited',
  },
  /** Resolvers that AppSync would not take. */
  refused: {
    app: 'test/support/conformance/refused.ts',
    appInputs: ['test/support/conformance/refused-code'],
    assemblyDirectory: '.local/test/refused',
  },
};

/** The page as `npm start` builds it. */
export const WEB_BUILD = {
  source: 'web',
  inputs: ['client', 'schema/generated'],
  directory: '.local/test/web',
};
