import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API is while the page is developed with `npx vite web`: the local cloud's own port. */
const apiOrigin = process.env.REPORTS_ORIGIN ?? 'http://localhost:4000';

/** Each page is an entry of its own: none loads another's code. */
const PAGES = ['index', 'explorer', 'compare'];

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the built page can be served from any folder.
  base: './',
  plugins: [react()],
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
