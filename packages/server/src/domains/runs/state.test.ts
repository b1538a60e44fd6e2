import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunId } from './lineage.ts';
import { stateAfter, stateAfterSilence } from './state.ts';
import type { RunProgress, RunState } from './types.ts';

const progress = (change: Partial<RunProgress>): RunProgress => ({
  runId: 1 as RunId,
  heartbeatAt: 0,
  ...change,
});
const heartbeat = progress({});
const data = progress({ historyLineCount: 3 });
const exit = (exitCode: number) => progress({ complete: true, exitCode });

const STATES: readonly RunState[] = [
  'pending',
  'running',
  'finished',
  'failed',
  'crashed',
  'killed',
  'preempting',
  'preempted',
];

describe('the state of a run', () => {
  it.each<[number, RunState]>([
    [0, 'finished'],
    [1, 'failed'],
    [-1, 'failed'],
    [255, 'killed'],
  ])('after exit code %i is %s, whatever it was', (code, expected) => {
    for (const state of STATES.filter((each) => each !== 'preempting')) {
      expect(stateAfter(state, exit(code))).toBe(expected);
    }
  });

  it('is preempted when a preempting run exits badly, finished when it exits well', () => {
    expect(stateAfter('preempting', exit(1))).toBe('preempted');
    expect(stateAfter('preempting', exit(0))).toBe('finished');
  });

  it.each<[RunState]>([['crashed'], ['preempted'], ['pending']])(
    'is running again after a heartbeat of a %s run',
    (state) => expect(stateAfter(state, heartbeat)).toBe('running'),
  );

  it.each<[RunState]>([['finished'], ['failed'], ['killed']])(
    'of a %s run changes by data, not by a late heartbeat',
    (state) => {
      expect(stateAfter(state, heartbeat)).toBe(state);
      expect(stateAfter(state, data)).toBe('running');
    },
  );

  it('stays preempting while a preempting run goes on', () => {
    expect(stateAfter('running', progress({ preempting: true }))).toBe('preempting');
    expect(stateAfter('preempting', data)).toBe('preempting');
  });

  it('after silence tells a crash from a preemption and leaves all others', () => {
    expect(stateAfterSilence('running')).toBe('crashed');
    expect(stateAfterSilence('preempting')).toBe('preempted');
    expect(stateAfterSilence('finished')).toBeNull();
  });

  it('is the same when a request is applied twice', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STATES),
        fc.record(
          {
            complete: fc.boolean(),
            exitCode: fc.constantFrom(0, 1, 255),
            preempting: fc.boolean(),
            historyLineCount: fc.nat(),
          },
          { requiredKeys: [] },
        ),
        (state, change) => {
          const once = stateAfter(state, progress(change));
          // A run that exits while it is preempted was being preempted; the exit says so only once.
          fc.pre(once !== 'preempted');
          expect(stateAfter(once, progress(change))).toBe(once);
        },
      ),
    );
  });
});
