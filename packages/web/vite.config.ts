import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';

/** Where `npm run dev` finds the server; the pages themselves are served by Vite. */
const server = process.env['RUNLOOM_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

const FRAME_SCRIPT = '?frame-script';

/** What several pages share, and none needs before it is drawn: panels other than lines, previews, media. */
const SHOWN_LATER =
  /src\/(?:panels\/(?:analysis|bar|code-comparer|custom-chart|importance|line\/form|media|parallel|run-comparer|scatter|table)(?!\/index\.ts)|components\/(?:ansi|file-preview|media(?!\/media-kind)|table-viewer|text-diff|value-tree)|charts\/(?:figure|frame|gradient|value-tooltip)|data\/(?:artifact|media|registries|run-code|run-comparison)|pages\/(?:artifacts|automations|lineage|registry|run))/;

/**
 * `import text from './main.ts?frame-script'` gives a whole script as text, with everything that it
 * imports: pages hand it to frames that have no origin, which can load none by themselves.
 */
function frameScripts(): Plugin {
  return {
    name: 'frame-scripts',
    async load(id) {
      if (!id.endsWith(FRAME_SCRIPT)) return null;
      const result = await build({
        configFile: false,
        logLevel: 'warn',
        define: { 'process.env.NODE_ENV': '"production"' },
        build: {
          write: false,
          lib: { entry: id.slice(0, -FRAME_SCRIPT.length), formats: ['iife'], name: 'frame' },
        },
      });
      const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
      const chunk = outputs.find((one) => one.type === 'chunk');
      if (chunk === undefined) throw new Error(`${id} could not be built`);
      return `export default ${JSON.stringify(chunk.code)};`;
    },
  };
}

export default defineConfig({
  plugins: [frameScripts(), react()],
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
            { name: 'shared', minShareCount: 3, test: (id) => !SHOWN_LATER.test(id) },
            { name: 'parts', minShareCount: 3, test: SHOWN_LATER },
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
