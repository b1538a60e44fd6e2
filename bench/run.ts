/** `npm run bench [name …]`: prints a table for each benchmark and writes `bench/results/<name>.json`. */
import { benchArtifactFiles, benchArtifactLarge, benchArtifactManifest } from './artifacts.ts';
import { benchHistory } from './history.ts';
import { benchIngest } from './ingest.ts';
import { benchLineage } from './lineage.ts';
import { benchListing } from './listing.ts';
import { benchMemory } from './memory.ts';
import { benchPanels } from './panels.ts';
import { benchSeries } from './series.ts';
import { benchStart } from './start.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  start: benchStart,
  memory: benchMemory,
  ingest: benchIngest,
  series: benchSeries,
  panels: benchPanels,
  history: benchHistory,
  listing: benchListing,
  artifacts: benchArtifactFiles,
  'artifact-manifest': benchArtifactManifest,
  'artifact-large': benchArtifactLarge,
  lineage: benchLineage,
};

const asked = process.argv.slice(2);
const names = asked.length === 0 ? Object.keys(BENCHES) : asked;
for (const name of names) {
  const bench = BENCHES[name];
  if (bench === undefined) {
    process.stderr.write(
      `There is no benchmark "${name}". Benchmarks: ${Object.keys(BENCHES).join(', ')}.\n`,
    );
    process.exit(2);
  }
  await bench();
}
