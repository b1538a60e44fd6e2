/**
 * `npm run dev`: the server, restarted when its sources change, and Vite with hot reload in front of
 * it. Open Vite's address; it passes everything that is not the web app on to the server.
 */
import { SERVER_NODE_FLAGS } from './node-flags.ts';
import { runAttached } from './processes.ts';

const parts = [
  runAttached(process.execPath, [
    ...SERVER_NODE_FLAGS,
    '--watch',
    '--watch-preserve-output',
    'packages/server/src/main.ts',
  ]),
  runAttached('vite', ['packages/web']),
];

// Either alone is of no use: when one ends, so does the other.
const code = await Promise.race(parts.map((part) => part.ended));
for (const part of parts) part.child.kill('SIGTERM');
await Promise.all(parts.map((part) => part.ended));
process.exitCode = code;
