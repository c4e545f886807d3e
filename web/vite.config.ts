import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API is while the page is developed with `npx vite web`: the local cloud's own port. */
const apiOrigin = process.env.REPORTS_ORIGIN ?? 'http://localhost:4000';

/** Each page is an entry of its own: none loads another's code. */
const PAGES = ['index', 'explorer', 'compare'];

function isOfEveryPage(id: string): boolean {
  return !/graphiql|monaco|web.src.(entrance|history|order|details|chart|explorer|compare|styles)/.test(
    id,
  );
}

export default defineConfig({
  root: import.meta.dirname,
  // From the root, so that a report's own address finds the scripts; another folder is told at the build.
  base: process.env.REPORTS_BASE ?? '/',
  plugins: [react()],
  resolve: {
    alias: {
      '@aws-amplify/data-schema/runtime': path.join(import.meta.dirname, 'without-models.ts'),
    },
  },
  build: {
    emptyOutDir: true,
    // The explorer's editor is what it is; what the first page loads has a test of its own.
    chunkSizeWarningLimit: 3000,
    // What each page loads, for the test of its size.
    manifest: true,
    rolldownOptions: {
      onwarn(warning, warn) {
        // GraphiQL's files say which of them a compiler should leave alone; nothing here is compiled by it.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
      output: {
        codeSplitting: {
          // What all pages share comes in one piece, which compresses better than many small ones.
          groups: [{ name: 'shared', minShareCount: 2, test: isOfEveryPage }],
        },
      },
      input: Object.fromEntries(
        PAGES.map((page) => [page, path.join(import.meta.dirname, `${page}.html`)]),
      ),
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: {
      '/graphql': { target: apiOrigin, ws: true },
      '/amplify_outputs.json': apiOrigin,
    },
  },
});
