import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the API is while the page is developed with `npx vite web`: the local cloud's own port. */
const apiOrigin = process.env.REPORTS_ORIGIN ?? 'http://localhost:4000';

export default defineConfig({
  root: import.meta.dirname,
  // From the root, so that a report's own address finds the scripts; another folder is told at the build.
  base: process.env.REPORTS_BASE ?? '/',
  plugins: [react()],
  build: {
    emptyOutDir: true,
    // Amplify and React make one file a little above the default warning; there is nothing to split off.
    chunkSizeWarningLimit: 600,
  },
  server: {
    proxy: {
      '/graphql': { target: apiOrigin, ws: true },
      '/amplify_outputs.json': apiOrigin,
    },
  },
});
