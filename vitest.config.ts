import { defineConfig } from 'vitest/config';

const NEVER = ['node_modules/**', '.local/**'];

export default defineConfig({
  test: {
    // Many tests wait, for a limit or a lease, more than they compute.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...NEVER, 'test/**'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // Whole clouds, real clients, a real browser.
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: NEVER,
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 5_000 } },
        },
      },
    ],
  },
});
