/**
 * `npm run bench [-- name …]`: prints a table for each benchmark and writes `bench/results/<name>.json`.
 * `npm run bench -- --help` names them all.
 */
import { benchArtifactFiles, benchArtifactLarge, benchArtifactManifest } from './artifacts.ts';
import { benchCharts } from './charts.ts';
import { benchDisk } from './disk.ts';
import { benchHistory } from './history.ts';
import { benchIngest } from './ingest.ts';
import { benchLineage } from './lineage.ts';
import { benchListing } from './listing.ts';
import { benchMemory } from './memory.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { benchLive, benchPages } from './pages.ts';
import { benchPanels } from './panels.ts';
import { benchPeers } from './peers/index.ts';
import { benchScale } from './scale.ts';
import { benchSeries } from './series.ts';
import { benchStart } from './start.ts';

interface Bench {
  readonly what: string;
  readonly run: (options: BenchOptions) => Promise<void>;
  /** Run only when it is named. */
  readonly onlyWhenNamed?: true;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  start: { what: 'from npm start to the first page', run: benchStart },
  memory: { what: 'memory of the idle server', run: benchMemory },
  ingest: { what: 'points a second, acknowledged as durable', run: benchIngest },
  disk: { what: 'bytes a point, after merges', run: benchDisk },
  series: { what: 'charts computed from all points', run: benchSeries },
  panels: { what: 'panels of many runs: groups, smoothing, whole workspaces', run: benchPanels },
  history: { what: 'rows of the history, read back', run: benchHistory },
  listing: { what: 'the first page of 100,000 runs', run: benchListing },
  charts: { what: 'opening, drawing and hovering in a real browser', run: benchCharts },
  pages: { what: 'first paint and clicks in a workspace of many runs', run: benchPages },
  'pages-live': {
    what: 'memory of a workspace left open under load',
    run: benchLive,
    onlyWhenNamed: true,
  },
  artifacts: { what: '10,000 files beside a bare file server', run: benchArtifactFiles },
  'artifact-manifest': { what: 'a manifest of 100,000 entries', run: benchArtifactManifest },
  'artifact-large': { what: 'a file of 4 GiB', run: benchArtifactLarge, onlyWhenNamed: true },
  lineage: { what: 'a graph of 1,000,000 edges', run: benchLineage },
  scale: { what: 'a store of 1,000,000,000 points', run: benchScale, onlyWhenNamed: true },
  peers: {
    what: 'ingest, chart, search, disk and start beside MLflow, Aim, trackio and TensorBoard',
    run: benchPeers,
    onlyWhenNamed: true,
  },
};

const HELP = `npm run bench [-- name … [--seconds 300] [--points 100000000] [--quick] [--only part …]]

Without a name, all but those marked *. Each prints a table and writes bench/results/<name>.json.

${Object.entries(BENCHES)
  .map(
    ([name, { what, onlyWhenNamed }]) => `${onlyWhenNamed ? '*' : ' '} ${name.padEnd(17)}  ${what}`,
  )
  .join('\n')}

  --seconds n   how long ingest lasts
  --points n    how much scale stores
For peers alone:
  --quick       small sizes and one repeat, to see that it works; its figures are no result
  --only part   ingest, chart, search, start, or the name of a peer; may be given again
`;

const { names, help, options } = readOptions(process.argv.slice(2));
if (help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const unknown = names.find((name) => BENCHES[name] === undefined);
if (unknown !== undefined) {
  process.stderr.write(`There is no benchmark "${unknown}".\n\n${HELP}`);
  process.exit(2);
}
const asked = Object.entries(BENCHES).filter(([name, { onlyWhenNamed }]) =>
  names.length === 0 ? onlyWhenNamed !== true : names.includes(name),
);
for (const [, bench] of asked) await bench.run(options);
