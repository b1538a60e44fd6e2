import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds the server; the pages themselves are served by Vite. */
const server = process.env['RUNLOOM_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The content security policy allows only files of our own, no data: addresses.
    assetsInlineLimit: 0,
    sourcemap: false,
    // Settings that one module makes for another hold only when imports run in their order.
    rolldownOptions: {
      output: {
        strictExecutionOrder: true,
        // By itself a file for each module that two pages share: 80 requests before a workspace is drawn.
        // Small ones that most parts share are one file; more in it would be loaded where nobody needs it.
        codeSplitting: {
          groups: [
            { name: 'app', tags: ['$initial'] },
            { name: 'shared', minShareCount: 8, maxModuleSize: 8_000 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/storage', '/graphql', '/files'].map((path) => [path, { target: server }]),
    ),
  },
});
