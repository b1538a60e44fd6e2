import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin } from 'vite';

/** Where `npm run dev` finds the server; the pages themselves are served by Vite. */
const server = process.env['RUNLOOM_DEV_SERVER'] ?? 'http://127.0.0.1:8080';

const FRAME_SCRIPT = '?frame-script';

/** What a workspace needs before it is drawn, from here on by static imports. */
const FIRST = ['src/main.tsx', 'src/pages/workspace/index.tsx'];

/** What a report's text needs besides its page's own file: it can be read before all parts are loaded. */
const REPORT_FIRST =
  /model\/src\/reports\/address\.ts$|reports\/(?:report\/report|editor\/editor)\.module\.css/;

/** Doors that only pass on what other files export. */
const DOOR = /packages\/model\/src\/(?:[\w-]+\/)*index\.ts$/;

/** Names between the braces of imports and of exports that pass something on. */
const NAMED = /\b(?:import|export)\s+\{([^}]*)\}\s+from\b/g;

/**
 * Collects the modules that the first pages import, so that what only other pages share stays out of
 * the files that are loaded first. Of what is behind a door of the model, those that are named.
 */
function firstModules(into: Set<string>): Plugin {
  return {
    name: 'first-modules',
    buildEnd() {
      const open = [...this.getModuleIds()].filter((id) => FIRST.some((path) => id.endsWith(path)));
      if (open.length < FIRST.length) throw new Error(`${FIRST.join(' or ')} is not in the build`);
      const exportsOf = (id: string) => this.getModuleInfo(id)?.exports ?? [];
      const behind = (door: string, name: string): readonly string[] => {
        into.add(door);
        const on = (this.getModuleInfo(door)?.importedIds ?? []).filter((id) =>
          exportsOf(id).includes(name),
        );
        return on.flatMap((id) => (DOOR.test(id) ? behind(id, name) : [id]));
      };
      for (const id of open) {
        if (into.has(id)) continue;
        into.add(id);
        const { importedIds = [], code = '' } = this.getModuleInfo(id) ?? {};
        open.push(...importedIds.filter((one) => !DOOR.test(one)));
        const names = [...(code ?? '').matchAll(NAMED)].flatMap(([, list = '']) =>
          list.split(',').map((one) => one.trim().split(/\s+as\s+/)[0] ?? ''),
        );
        for (const door of importedIds.filter((one) => DOOR.test(one))) {
          for (const name of names) {
            if (exportsOf(door).includes(name)) open.push(...behind(door, name));
          }
        }
      }
    },
  };
}

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

const first = new Set<string>();

export default defineConfig({
  plugins: [frameScripts(), react(), firstModules(first)],
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
            { name: 'report-first', test: REPORT_FIRST },
            { name: 'shared', minShareCount: 3, test: (id) => first.has(id) },
            { name: 'parts', minShareCount: 3, test: (id) => !first.has(id) },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/storage', '/graphql', '/files'].map((path) => [
        path,
        { target: server, ws: path === '/api' },
      ]),
    ),
  },
});
