/** `npm run bench -- [name …] [--seconds=300] [--points=…]`: prints a table for each benchmark and writes `bench/results/<name>.json`. */
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
import { benchScale } from './scale.ts';
import { benchSeries } from './series.ts';
import { benchStart } from './start.ts';

const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  start: benchStart,
  memory: benchMemory,
  ingest: benchIngest,
  disk: benchDisk,
  series: benchSeries,
  charts: benchCharts,
  panels: benchPanels,
  history: benchHistory,
  listing: benchListing,
  artifacts: benchArtifactFiles,
  'artifact-manifest': benchArtifactManifest,
  'artifact-large': benchArtifactLarge,
  lineage: benchLineage,
  pages: benchPages,
  'pages-live': benchLive,
  scale: benchScale,
};

/** Too long to run unless asked for. */
const ON_DEMAND: ReadonlySet<string> = new Set(['scale']);

const given = process.argv.slice(2);
const options = readOptions(given.filter((each) => each.startsWith('--')));
const asked = given.filter((each) => !each.startsWith('--'));
const names =
  asked.length === 0 ? Object.keys(BENCHES).filter((name) => !ON_DEMAND.has(name)) : asked;
for (const name of names) {
  const bench = BENCHES[name];
  if (bench === undefined) {
    process.stderr.write(
      `There is no benchmark "${name}". Benchmarks: ${Object.keys(BENCHES).join(', ')}.\n`,
    );
    process.exit(2);
  }
  await bench(options);
}
