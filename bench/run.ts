/**
 * `npm run bench -- [name …]`: prints a table for each benchmark and writes `bench/results/<name>.json`.
 * `npm run bench -- --help` names them and their options.
 */
import { buildWeb, isWebBuilt } from '../scripts/build.ts';
import { benchArtifactRemoval } from './artifact-removal.ts';
import { benchArtifactFiles, benchArtifactLarge, benchArtifactManifest } from './artifacts.ts';
import { benchCharts } from './charts.ts';
import { benchDatasets } from './datasets.ts';
import { benchDisk } from './disk.ts';
import { benchEvaluations } from './evaluations.ts';
import { benchEvaluationsPage } from './evaluations-page.ts';
import { benchHistory } from './history.ts';
import { benchIngest } from './ingest.ts';
import { benchLineage } from './lineage.ts';
import { benchListing } from './listing.ts';
import { benchMemory } from './memory.ts';
import { type BenchOptions, type BenchRequest, readRequest } from './options.ts';
import { benchOtlp, benchWeaveCalls } from './otlp/index.ts';
import { benchPanels } from './panels.ts';
import { benchPeers } from './peers/index.ts';
import { benchReportPage } from './report-page.ts';
import { benchReports } from './reports.ts';
import { benchScale } from './scale.ts';
import { benchSearch } from './search.ts';
import { benchSeries } from './series.ts';
import { benchStart } from './start.ts';
import { benchTables } from './tables.ts';
import { benchTracePage } from './trace-page.ts';
import { benchTraces } from './traces.ts';
import { benchWorkspace } from './workspace.ts';
import { benchLive } from './workspace-live.ts';

interface Bench {
  readonly what: string;
  readonly run: (options: BenchOptions) => Promise<void>;
  /** Whether pages of the web app are opened: it is built first. */
  readonly opensPages?: true;
}

const BENCHES: Readonly<Record<string, Bench>> = {
  start: { what: 'from npm start to the first page', run: benchStart, opensPages: true },
  memory: { what: 'memory of the idle server', run: benchMemory },
  ingest: { what: 'points a second, acknowledged as durable (--seconds)', run: benchIngest },
  disk: { what: 'bytes a point, by kind of value', run: benchDisk },
  series: { what: 'one chart, computed from all points', run: benchSeries },
  charts: {
    what: 'a workspace to its last pixel, and hovering, in a browser',
    run: benchCharts,
    opensPages: true,
  },
  panels: { what: 'whole workspaces and groups of runs over HTTP', run: benchPanels },
  history: { what: 'rows of the history, read back', run: benchHistory },
  listing: { what: 'the first page of 100,000 runs', run: benchListing },
  search: { what: 'one box over a million things (--points, --only, --keep)', run: benchSearch },
  artifacts: { what: 'artifacts of many files', run: benchArtifactFiles },
  'artifact-manifest': { what: 'a manifest of many entries', run: benchArtifactManifest },
  'artifact-large': { what: 'one large file', run: benchArtifactLarge },
  'artifact-removal': { what: '100,000 deleted versions', run: benchArtifactRemoval },
  tables: { what: 'a table of a million rows, written, read and edited', run: benchTables },
  lineage: { what: 'a graph of a million edges', run: benchLineage },
  traces: {
    what: 'calls written, listed by the million, searched and outlined (--only, --points)',
    run: benchTraces,
  },
  'trace-page': {
    what: 'a trace of 50,000 spans in a browser (--points, --quick)',
    run: benchTracePage,
    opensPages: true,
  },
  datasets: {
    what: 'a dataset of a million rows: imported, exported, paged, edited (--points)',
    run: benchDatasets,
  },
  evaluations: {
    what: 'comparing 5 evaluations of 10,000 examples, over HTTP (--points)',
    run: benchEvaluations,
  },
  'evaluations-page': {
    what: 'that comparison in a browser: opened, sorted, filtered (--points)',
    run: benchEvaluationsPage,
    opensPages: true,
  },
  workspace: {
    what: 'first paint, clicks and scrolling with 1,000 to 100,000 runs, in a browser (--only)',
    run: benchWorkspace,
    opensPages: true,
  },
  'workspace-live': {
    what: 'memory of a workspace that is left open, an hour of events in --seconds',
    run: benchLive,
    opensPages: true,
  },
  reports: {
    what: 'people who type in one report, and how soon it is there (--seconds)',
    run: benchReports,
  },
  'report-page': {
    what: 'a report of 50 panels over 500 runs in a browser: first text, scrolling, its PDF (--quick, --only)',
    run: benchReportPage,
    opensPages: true,
  },
  scale: { what: 'reads beside a billion points of others (--points)', run: benchScale },
  'weave-calls': {
    what: 'whole calls as clients of Weave send them, over HTTP (--seconds)',
    run: benchWeaveCalls,
  },
  otlp: { what: 'spans by OTLP beside Phoenix and MLflow (--seconds, --only)', run: benchOtlp },
  peers: {
    what: 'beside MLflow, Aim, trackio and TensorBoard (--quick, --only)',
    run: benchPeers,
  },
};

/** Too long to run unless asked for. */
const ON_DEMAND: ReadonlySet<string> = new Set(['scale', 'peers', 'traces', 'otlp']);

const HELP = `npm run bench -- [name …] [option …]

Without a name, all but ${[...ON_DEMAND].join(' and ')}. Each prints a table and writes bench/results/<name>.json.

${Object.entries(BENCHES)
  .map(([name, { what }]) => `  ${name.padEnd(18)}${what}`)
  .join('\n')}

  --seconds=300     how long a load lasts
  --points=1000000  how much is stored
  --keep=folder     of traces and search: keeps what is stored, so that it can be filled by one command and read by the next
  --quick           small sizes and one repeat, to see that it works; its figures are no result
  --only=part       of charts: server, opening, hover; of panels: single, workspace, groups; of history: rows, keys;
                     of listing and search: SQLite, PostgreSQL; of report-page: text, scroll, pdf; of traces: write, list, search, fresh, outline;
                     of workspace: paint, interaction, scroll;
                    of peers: ingest, chart, search, start, or the name of a peer; may be given again
`;

const { names, help, options } = requestOrEnd();
if (help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const unknown = names.find((name) => !Object.hasOwn(BENCHES, name));
if (unknown !== undefined) refuse(`There is no benchmark "${unknown}".`);
const asked =
  names.length === 0 ? Object.keys(BENCHES).filter((name) => !ON_DEMAND.has(name)) : names;
for (const name of asked) {
  const bench = BENCHES[name];
  if (bench?.opensPages && !isWebBuilt()) await buildWeb();
  await bench?.run(options);
}

function requestOrEnd(): BenchRequest {
  try {
    return readRequest(process.argv.slice(2));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n\n${HELP}`);
  process.exit(2);
}
