/** A CDK app the tests run, and where its assembly is kept. */
export interface TestApp {
  readonly app: string;
  readonly appInputs?: readonly string[];
  readonly assemblyDirectory: string;
}

export const APPS: Record<'reports' | 'brisk' | 'chaos' | 'guestBook' | 'synchronous', TestApp> = {
  reports: { app: 'infra/app.ts', assemblyDirectory: '.local/test/reports' },
  /** The product with a short lease. */
  brisk: {
    app: 'test/support/brisk/app.ts',
    appInputs: [
      'test/support/brisk',
      'package-lock.json',
      'infra',
      'resolvers',
      'functions',
      'schema',
    ],
    assemblyDirectory: '.local/test/brisk',
  },
  /** The same, with room for many reports. */
  chaos: {
    app: 'test/support/chaos/app.ts',
    appInputs: [
      'test/support/chaos',
      'package-lock.json',
      'infra',
      'resolvers',
      'functions',
      'schema',
    ],
    assemblyDirectory: '.local/test/chaos',
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
};

/** The page as `npm start` builds it. */
export const WEB_BUILD = {
  source: 'web',
  inputs: ['client', 'schema/generated'],
  directory: '.local/test/web',
};
