import type { BenchOptions } from '../options.ts';
import { report } from '../report.ts';
import { preparePeers } from './environment.ts';
import { ours } from './ours.ts';
import { pythonSystem } from './python-peer.ts';
import { chartStage, ingestStage, searchStage } from './stages.ts';
import { benchStarts } from './starts.ts';
import type { System } from './system.ts';
import { type Row, ratios } from './table.ts';
import { FULL, QUICK } from './workload.ts';

const SYSTEMS = [
  { name: 'MLflow', package: 'mlflow', script: 'mlflow_peer.py', canSearch: true },
  { name: 'Aim', package: 'aim', script: 'aim_peer.py', canSearch: true },
  { name: 'trackio', package: 'trackio', script: 'trackio_peer.py', canSearch: false },
  { name: 'TensorBoard', package: 'tensorboard', script: 'tensorboard_peer.py', canSearch: false },
] as const;

const STAGES = ['ingest', 'chart', 'search', 'start'] as const;

/**
 * Runloom and its peers, each through its own public interface, in turn on the same machine. `only`
 * names stages or peers; Runloom always takes part.
 */
export async function benchPeers({ quick, only }: BenchOptions): Promise<void> {
  const plan = quick ? QUICK : FULL;
  const asked = only.map((name) => name.toLowerCase());
  const known = [...STAGES, ...SYSTEMS.map(({ name }) => name.toLowerCase())] as readonly string[];
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`--only knows ${known.join(', ')}; there is no "${unknown}".`);
  }
  const has = (name: string, all: readonly string[]): boolean =>
    !all.some((each) => asked.includes(each)) || asked.includes(name);

  const environment = await preparePeers();
  const until = performance.now() + plan.minutes * 60_000;
  const budget = { isSpent: () => performance.now() > until };
  const rows: Row[] = [];
  const systems: System[] = [ours(plan, 'this tree')];
  const names = SYSTEMS.map(({ name }) => name.toLowerCase());
  for (const peer of SYSTEMS.filter(({ name }) => has(name.toLowerCase(), names))) {
    const version = environment.versions.get(peer.package);
    if (version === undefined) {
      const why = environment.failures.get(peer.package) ?? 'not in the virtual environment';
      rows.push({
        work: 'all',
        system: peer.name,
        note: `missing, could not be installed: ${why}`,
      });
    } else {
      systems.push(pythonSystem({ ...peer, version, python: environment.python }, plan));
    }
  }
  if (has('ingest', STAGES)) rows.push(...(await ingestStage(systems, plan, budget)));
  if (has('chart', STAGES)) {
    rows.push(...(await chartStage(systems, plan.chartSteps, plan, budget)));
    rows.push(...(await chartStage(systems.slice(0, 1), plan.longChartSteps, plan, budget)));
  }
  if (has('start', STAGES) && !budget.isSpent())
    rows.push(...(await benchStarts(systems, environment.python, plan)));
  // The longest last: what time is left is for it.
  if (has('search', STAGES)) {
    rows.push(...(await searchStage(systems, plan.searchRuns, plan, budget)));
    if (plan.longSearchRuns > 0) {
      const large = systems.filter(({ name }) => name === 'Runloom' || name === 'MLflow');
      rows.push(...(await searchStage(large, plan.longSearchRuns, plan, budget)));
    }
  }
  report({
    name: quick ? 'peers-quick' : 'peers',
    what: `each system through its own public interface, in turn on one machine; ${systems
      .map(({ name, version }) => `${name} ${version}`)
      .join(', ')}`,
    rows: ratios(rows),
  });
}
