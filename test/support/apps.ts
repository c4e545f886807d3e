/** A CDK app the tests run, and where its assembly is kept. */
export interface TestApp {
  readonly app: string;
  readonly appInputs?: readonly string[];
  readonly assemblyDirectory: string;
}

/** What a synthesis of the product reads. */
const PRODUCT = ['package-lock.json', 'infra', 'resolvers', 'functions', 'schema'];

export const APPS: Record<
  | 'reports'
  | 'brisk'
  | 'crowded'
  | 'guestBook'
  | 'synchronous'
  | 'conformance'
  | 'iam'
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
  /** Has nothing to do with reports. */
  guestBook: {
    app: 'test/support/guest-book/app.ts',
    appInputs: ['test/support/guest-book'],
    assemblyDirectory: '.local/test/guest-book',
  },
  /** Makes the sample report while the caller waits. */
  synchronous: {
    app: 'test/support/synchronous/app.ts',
    appInputs: ['test/support/synchronous', 'functions/generate-report'],
    assemblyDirectory: '.local/test/synchronous',
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
