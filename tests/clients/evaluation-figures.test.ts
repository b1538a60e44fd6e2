import type { EvaluationComparison, EvaluationView, LeaderboardView } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientMachine, createClientMachine } from '../support/clients.ts';
import { TestServer } from '../support/server.ts';
import { weaveEnvironment } from '../support/weave.ts';

let server: TestServer;
let machine: ClientMachine;
let evaluations: readonly EvaluationView[];
/** What the client printed of each. */
// biome-ignore lint/suspicious/noExplicitAny: summaries have the shapes of their scorers
let figures: Readonly<Record<string, any>>;

async function ask(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${server.url}/api/v1/projects/admin/doubles/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return JSON.parse(text);
}

beforeAll(async () => {
  server = await TestServer.start();
  machine = await createClientMachine(server);
  const { output } = await machine.run('evaluation_figures.py', {
    args: ['admin/doubles'],
    env: weaveEnvironment(machine),
  });
  const [, printed] = /^FIGURES (.*)$/m.exec(output) ?? [];
  if (printed === undefined) throw new Error(output);
  figures = JSON.parse(printed.replaceAll('NaN', 'null'));
  ({ evaluations } = (await ask('evaluations')) as { evaluations: readonly EvaluationView[] });
});

afterAll(async () => {
  await machine?.dispose();
  await server?.stop();
});

const named = (name: string): EvaluationView => {
  const found = evaluations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
};
const scoreOf = (name: string, key: string) =>
  named(name).scores.find((score) => score.key === key);

describe('evaluations of the Python client', () => {
  it.each(['declared', 'again', 'thrice', 'breaks'])('have the numbers it prints: %s', (name) => {
    const { ok, off } = figures[name].exact;
    expect(scoreOf(name, 'exact.ok')).toMatchObject({ kind: 'rate' });
    expect(scoreOf(name, 'exact.ok')?.mean).toBeCloseTo(ok.true_fraction, 12);
    expect(scoreOf(name, 'exact.off')?.mean).toBeCloseTo(off.mean, 12);
    expect(named(name).latency?.count).toBeGreaterThan(0);
  });

  it('know what they are made of and whether they are whole', () => {
    expect(named('declared')).toMatchObject({
      status: 'complete',
      evaluation: { name: 'doubles' },
      model: { name: 'Doubler' },
      dataset: { name: 'numbers' },
      exampleCount: 20,
      expectedCount: 20,
      trialCount: 20,
      errorCount: 0,
    });
    expect(named('thrice')).toMatchObject({ exampleCount: 20, trialCount: 60 });
    expect(named('breaks')).toMatchObject({ errorCount: 2, status: 'complete' });
    // What broke is not passed, and has no number.
    expect(scoreOf('breaks', 'exact.ok')?.count).toBe(20);
    expect(scoreOf('breaks', 'exact.off')?.count).toBe(18);
  });

  it('count what is no number, and leave nothing out in silence', async () => {
    const { metrics } = (await ask('evaluations/compare', {
      ids: [named('odd').id],
    })) as EvaluationComparison;
    const leftOut = (key: string) => metrics.find((metric) => metric.key === key)?.leftOut[0];
    // Of 20: seven None, seven texts, six numbers.
    expect(scoreOf('odd', 'moody')?.count).toBe(6);
    expect(leftOut('moody')).toMatchObject({ others: 14 });
    expect(scoreOf('odd', 'broken')?.count).toBe(19);
    const { notFinite = 0, others = 0 } = leftOut('broken') ?? {};
    expect(notFinite + others).toBe(1);
  });

  it('compare by the examples that both have', async () => {
    const ids = [named('declared').id, named('again').id, named('breaks').id];
    const { metrics, commonCount } = (await ask('evaluations/compare', {
      ids,
    })) as EvaluationComparison;
    const ok = metrics.find(({ key }) => key === 'exact.ok');
    expect(commonCount).toBe(20);
    expect(ok?.differences[1]).toMatchObject({ pairs: 20, test: 'mcnemar', p: 0.25 });
    expect(ok?.differences[1]?.mean).toBeCloseTo(-0.1, 12);
    expect(ok?.differences[2]).toMatchObject({ pairs: 20 });
    const off = metrics.find(({ key }) => key === 'exact.off');
    expect(off?.differences[2]).toMatchObject({ pairs: 18 });
  });

  it('are the same written by hand, and known as cut off while they are not ended', () => {
    expect(named('by hand')).toMatchObject({ status: 'complete', exampleCount: 6 });
    expect(scoreOf('by hand', 'correct')).toMatchObject({ mean: 0.5, count: 6 });
    expect(scoreOf('by hand', 'half')).toMatchObject({ mean: 1.25, count: 6 });
    expect(named('cut off')).toMatchObject({ status: 'running', trialCount: 8 });
  });

  it('have the scores by the names that scorers were given, once each', () => {
    const { model_latency: _, output: __, ...told } = figures['named'];
    const keys = named('named').scores.map(({ key }) => key);
    expect(keys.toSorted()).toEqual(
      Object.keys(told)
        .map((name) => `${name}.near`)
        .toSorted(),
    );
    for (const [name, { near }] of Object.entries<{ near: { true_fraction: number } }>(told)) {
      expect(scoreOf('named', `${name}.near`)?.mean).toBeCloseTo(near.true_fraction, 12);
    }
  });

  it('are evaluations like others where they are written piece by piece', async () => {
    const { run, same } = figures['routes'];
    const one = evaluations.find(({ id }) => id === run);
    expect(one).toMatchObject({
      // Ten of the twenty rows.
      status: 'partial',
      exampleCount: 10,
      evaluation: { name: 'doubles' },
      model: { name: 'Doubler' },
      scores: [{ key: 'same', kind: 'rate', mean: same.true_fraction, count: 10 }],
    });
    const { commonCount, metrics } = (await ask('evaluations/compare', {
      ids: [named('by hand').id, run],
    })) as EvaluationComparison;
    expect(commonCount).toBe(0);
    expect(metrics.find(({ key }) => key === 'same')?.estimates[1]?.mean).toBe(same.true_fraction);
  });

  it('stand in a leaderboard whose ranks admit ties', async () => {
    const board = (await ask('leaderboards/doublers')) as LeaderboardView;
    expect(board.columns.map(({ key, direction }) => [key, direction])).toEqual([
      ['exact.ok', 'higher'],
      ['exact.off', 'lower'],
    ]);
    const means = board.rows.map(({ cells }) => cells[0]?.mean);
    expect(means).toEqual(means.toSorted((a, b) => (b ?? 0) - (a ?? 0)));
    // 20 examples can't tell 0.95 from 0.9.
    expect(board.rows[0]?.cells[0]).toMatchObject({ bestRank: 1 });
    expect(board.rows[0]?.cells[0]?.worstRank).toBeGreaterThan(1);
  });
});
