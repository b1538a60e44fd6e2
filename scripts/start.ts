/** `npm start`: builds the web app when its sources changed, then is the server. */
import { buildWeb, isWebBuilt } from './build.ts';

if (!isWebBuilt()) {
  process.stderr.write('Building the web app (only after its sources changed) …\n');
  try {
    await buildWeb();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

// In this process: one process less to hold in memory, and signals reach the server directly.
await import('../packages/server/src/main.ts');
