import type { EvaluationComparison, EvaluationView } from '@runloom/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientMachine, createClientMachine } from '../support/clients.ts';
import { TestServer } from '../support/server.ts';
import { weaveEnvironment } from '../support/weave.ts';

interface Share {
  readonly true_fraction: number;
}
interface Mean {
  readonly mean: number;
}

/** By scorer, in the shape of what it says; an evaluation has those that it was given. */
interface Summary {
  readonly exact: { readonly ok: Share; readonly off: Mean };
  readonly even: Share;
  readonly strict: Share;
  readonly moody?: unknown;
  readonly 'within-half': { readonly near: Share };
  readonly 'within-two': { readonly near: Share };
  readonly correct: Share;
  readonly half: Mean;
}

let server: TestServer;
let machine: ClientMachine;
let evaluations: readonly EvaluationView[];
/** What the client says of each. */
let figures: Readonly<
  Record<'declared' | 'again' | 'thrice' | 'breaks' | 'odd' | 'named' | 'by hand', Summary>
>;
let byHand: string;

async function ask(path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${server.url}/api/v1/projects/admin/js-doubles/${path}`, {
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
  const { output } = await machine.runNode('evaluation_figures.mjs', {
    args: ['admin/js-doubles'],
    env: { ...weaveEnvironment(machine), WF_TRACE_SERVER_URL: `${server.url}/traces` },
  });
  const [, printed] = /^FIGURES (.*)$/m.exec(output) ?? [];
  if (printed === undefined) throw new Error(output);
  ({ figures, byHand } = JSON.parse(printed));
  ({ evaluations } = (await ask('evaluations')) as { evaluations: readonly EvaluationView[] });
});

afterAll(async () => {
  await machine?.dispose();
  await server?.dispose();
});

const named = (name: string): EvaluationView => {
  // The client calls an evaluation by itself and its model.
  const found = evaluations.find((one) => one.evaluation?.name === name || one.id === name);
  if (found === undefined) {
    throw new Error(`${name} is none of ${evaluations.map(({ name: one }) => one).join(', ')}.`);
  }
  return found;
};
const scoreOf = (name: string, key: string) =>
  named(name).scores.find((score) => score.key === key);

/** What the page of a comparison says of one evaluation in it. */
async function compared(name: string, beside = 'declared') {
  const { metrics, commonCount } = (await ask('evaluations/compare', {
    ids: [named(beside).id, named(name).id],
  })) as EvaluationComparison;
  const of = (key: string) => metrics.find((metric) => metric.key === key);
  return { of, commonCount };
}

describe('evaluations of the npm client', () => {
  it.each(['again', 'thrice', 'breaks'] as const)(
    'have the numbers it prints: %s',
    async (name) => {
      const { ok } = figures[name].exact;
      const { of, commonCount } = await compared(name);
      expect(commonCount).toBe(20);
      expect(of('exact.ok')?.estimates[1]?.mean).toBeCloseTo(ok.true_fraction, 12);
      expect(scoreOf(name, 'exact.ok')).toMatchObject({ kind: 'rate', count: 20 });
      expect(of('exact.ok')?.differences[1]).toMatchObject({
        pairs: 20,
        mean: expect.closeTo(ok.true_fraction - figures.declared.exact.ok.true_fraction, 12),
      });
    },
  );

  it('know what they are made of, how often it was tried, and what broke', () => {
    expect(named('declared')).toMatchObject({
      status: 'complete',
      model: { name: 'declared', kind: 'op' },
      dataset: { name: 'numbers' },
      exampleCount: 20,
      trialCount: 20,
      errorCount: 0,
    });
    expect(scoreOf('declared', 'even')?.mean).toBeCloseTo(figures.declared.even.true_fraction, 12);
    expect(named('thrice')).toMatchObject({ exampleCount: 20, trialCount: 60 });
    expect(named('breaks')).toMatchObject({ errorCount: 2, status: 'complete' });
  });

  it('have the means of what has a number, where the client takes what has none for zero', () => {
    expect(scoreOf('declared', 'exact.off')?.mean).toBeCloseTo(figures.declared.exact.off.mean, 12);
    const broken = scoreOf('breaks', 'exact.off');
    expect(broken?.count).toBe(18);
    expect(((broken?.mean ?? 0) * 18) / 20).toBeCloseTo(figures.breaks.exact.off.mean, 12);
  });

  it('count what is no number, and a scorer that raised an error as no', async () => {
    const { of } = await compared('odd');
    // Of 20: seven null, seven texts, six numbers; the client says nothing of them at all.
    expect(figures.odd.moody).toBeUndefined();
    expect(of('moody')?.estimates[1]).toMatchObject({ count: 6 });
    expect(of('moody')?.leftOut[1]).toMatchObject({ others: 14 });
    expect(of('strict')?.estimates[1]?.mean).toBeCloseTo(figures.odd.strict.true_fraction, 12);
    expect(of('strict')?.leftOut[1]).toMatchObject({ failed: 1 });
  });

  it('have the scores of scorers with settings by their ids, once each', () => {
    const keys = named('named').scores.map(({ key }) => key);
    expect(keys.toSorted()).toEqual(['within-half.near', 'within-two.near']);
    for (const key of ['within-half', 'within-two'] as const) {
      expect(scoreOf('named', `${key}.near`)?.mean).toBeCloseTo(
        figures.named[key].near.true_fraction,
        12,
      );
    }
  });

  it('are the same written by hand, with the scores that came after their end', () => {
    expect(figures['by hand']).toMatchObject({ half: { mean: 1.25 } });
    // Six of the twenty rows of its dataset.
    expect(named(byHand)).toMatchObject({ status: 'partial', exampleCount: 6, trialCount: 6 });
    expect(scoreOf(byHand, 'correct')).toMatchObject({
      kind: 'rate',
      mean: figures['by hand'].correct.true_fraction,
      count: 6,
    });
    expect(scoreOf(byHand, 'half')).toMatchObject({ mean: figures['by hand'].half.mean });
    expect(scoreOf(byHand, 'late')?.mean).toBeCloseTo(2 / 6, 12);
  });
});
