import type { AutomationView } from '@runloom/model';
import { expect, it } from 'vitest';
import { describeEvent, subjectPath } from './describe.ts';

const automation = (eventType: string, filter: unknown): AutomationView => ({
  id: 1,
  name: 'a',
  description: null,
  enabled: true,
  scope: { kind: 'project', entity: 'ada', project: 'looms' },
  eventType,
  eventFilter: typeof filter === 'string' ? filter : JSON.stringify(filter),
  action: { type: 'NO_OP' },
  createdBy: null,
  createdAt: 0,
  updatedAt: 0,
  lastExecution: null,
  canWrite: true,
});

it.each([
  [
    'average of the last 5 of loss > 10 in runs where config.lr > 0.1',
    automation('RUN_METRIC', {
      run_filter: '{"$and":[{"config.lr":{"$gt":0.1}}]}',
      run_metric_filter: {
        threshold_filter: {
          name: 'loss',
          agg_op: 'AVERAGE',
          window_size: 5,
          cmp_op: '$gt',
          threshold: 10,
        },
      },
    }),
  ],
  [
    'loss falls by 12.5 %',
    automation('RUN_METRIC_CHANGE', {
      run_metric_filter: {
        change_filter: {
          name: 'loss',
          current_window_size: 1,
          prior_window_size: 1,
          change_type: 'RELATIVE',
          change_dir: 'DECREASE',
          change_amount: 0.125,
        },
      },
    }),
  ],
  [
    'A run is failed or crashed',
    automation('RUN_STATE', { run_state_filter: { states: ['failed', 'CRASHED'] } }),
  ],
  [
    'An alias is given to a version: production',
    automation('ADD_ARTIFACT_ALIAS', { filter: '{"alias":{"$eq":"production"}}' }),
  ],
  ['A version is linked', automation('LINK_MODEL', '{}')],
  ['SOMETHING_NEW', automation('SOMETHING_NEW', '{}')],
])('says: %s', (sentence, one) => {
  expect(describeEvent(one)).toBe(sentence);
});

it('leads to runs and versions, and nowhere else', () => {
  expect(subjectPath('ada/looms/runs/r 1')).toBe('/ada/looms/runs/r%201');
  expect(subjectPath('ada/looms/net:v3')).toBe('/ada/looms/artifacts/-/net/v3');
  expect(subjectPath('ada/looms/net')).toBeNull();
  expect(subjectPath('javascript:alert(1)')).toBeNull();
});
