/**
 * `npm run bench [-- name …]`: prints a table for each benchmark and writes `bench/results/<name>.json`.
 * `npm run bench -- --help` names them all.
 */
import { parseArgs } from 'node:util';
import { benchHistory } from './history.ts';
import { benchIngest } from './ingest.ts';
import { benchListing } from './listing.ts';
import { benchMemory } from './memory.ts';
import { benchPeers, type PeerOptions } from './peers/index.ts';
import { benchSeries } from './series.ts';
import { benchStart } from './start.ts';

interface Bench {
  readonly what: string;
  readonly run: (options: PeerOptions) => Promise<void>;
  /** Run only when it is named. */
  readonly onlyWhenNamed?: true;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  start: { what: 'from npm start to the first page', run: benchStart },
  memory: { what: 'memory of the idle server', run: benchMemory },
  ingest: { what: 'points a second, acknowledged as durable', run: benchIngest },
  series: { what: 'charts computed from all points', run: benchSeries },
  history: { what: 'rows of the history, read back', run: benchHistory },
  listing: { what: 'the first page of 100,000 runs', run: benchListing },
  peers: {
    what: 'ingest, chart, search, disk and start beside MLflow, Aim, trackio and TensorBoard',
    run: benchPeers,
    onlyWhenNamed: true,
  },
};

const HELP = `npm run bench [-- name … [--quick] [--only part …]]

Without a name, all but peers. Each prints a table and writes bench/results/<name>.json.

${Object.entries(BENCHES)
  .map(([name, { what }]) => `  ${name.padEnd(8)}  ${what}`)
  .join('\n')}

For peers alone:
  --quick       small sizes and one repeat, to see that it works; its figures are no result
  --only part   ingest, chart, search, start, or the name of a peer; may be given again
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
  },
});

if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const unknown = positionals.find((name) => BENCHES[name] === undefined);
if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark "${unknown}".\n\n${HELP}`);
  process.exit(2);
}
const asked = Object.entries(BENCHES).filter(([name, { onlyWhenNamed }]) =>
  positionals.length === 0 ? onlyWhenNamed !== true : positionals.includes(name),
);
for (const [, bench] of asked) await bench.run(values);
