import type { AutomationView } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENTS, fieldOf, isMetricEvent } from '../events.ts';
import { type Draft, NEW_DRAFT, problemsOf } from './draft.ts';
import { draftOf } from './saved-draft.ts';
import { actionOf, filterOf } from './written-draft.ts';

const saved = (draft: Draft): AutomationView => ({
  id: 1,
  name: draft.name,
  description: draft.description,
  enabled: true,
  scope: { kind: 'project', entity: 'ada', project: 'looms' },
  eventType: draft.event,
  eventFilter: filterOf(draft),
  action: actionOf(draft),
  createdBy: 'ada',
  createdAt: 0,
  updatedAt: 0,
  lastExecution: null,
  canWrite: true,
});
const withFilter = (event: Draft['event'], eventFilter: string): AutomationView => ({
  ...saved({ ...NEW_DRAFT, event, name: 'a', metric: 'loss', threshold: '1', amount: '1' }),
  eventFilter,
});

const text = fc.string({ minLength: 1 }).filter((value) => value.trim() === value);
const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true }).map(String);
const anyDraft: fc.Arbitrary<Draft> = fc.record({
  name: text,
  description: fc.string(),
  event: fc.constantFrom(...EVENTS.map(({ value }) => value)),
  metric: text,
  aggregation: fc.constantFrom('AVERAGE', 'MIN', 'MAX'),
  window: fc.integer({ min: 2, max: 100 }).map(String),
  priorWindow: fc.integer({ min: 2, max: 100 }).map(String),
  comparison: fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$eq', '$ne'),
  threshold: positive,
  change: fc.constant('ABSOLUTE' as const),
  direction: fc.constantFrom('INCREASE', 'DECREASE', 'ANY'),
  amount: positive,
  states: fc.uniqueArray(fc.constantFrom('FAILED', 'FINISHED', 'RUNNING'), { minLength: 1 }),
  runs: fc.constantFrom('', 'config.lr > 0.1', 'state = "failed" and name = "r1"'),
  names: fc.constantFrom('any', 'is', 'matches'),
  text,
  collection: fc.constant(''),
  rawFilter: fc.constant(null),
  action: fc.constantFrom('NO_OP', 'GENERIC_WEBHOOK', 'NOTIFICATION'),
  integrationId: fc.integer({ min: 1 }),
  payload: fc.constantFrom('', '{"run":"${run_id}"}'),
  title: fc.string(),
  message: fc.string(),
  severity: fc.constantFrom('INFO', 'WARN', 'ERROR'),
});

describe('a draft', () => {
  it('that was saved is opened as it was', () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        expect(problemsOf(draft)).toEqual({});
        const opened = draftOf(saved(draft));
        expect(opened.rawFilter).toBeNull();
        expect(filterOf(opened)).toBe(filterOf(draft));
        expect(actionOf(opened)).toEqual(actionOf(draft));
      }),
    );
  });

  it('says a share in percent and sends it as a part of one', () => {
    fc.assert(
      fc.property(positive, (amount) => {
        const draft: Draft = { ...NEW_DRAFT, event: 'RUN_METRIC_CHANGE', amount, metric: 'loss' };
        const opened = draftOf(saved(draft));
        expect(Number(opened.amount) / Number(amount)).toBeCloseTo(1, 12);
      }),
    );
    const draft: Draft = { ...NEW_DRAFT, event: 'RUN_METRIC_CHANGE', amount: '12.3' };
    expect(filterOf(draft)).toContain('"change_amount":0.123');
  });

  it('reads what the client writes', () => {
    const opened = draftOf(
      withFilter(
        'RUN_METRIC',
        '{"run_filter":"{\\"$and\\": []}","run_metric_filter":{"threshold_filter":{"name":"loss","agg_op":"AVERAGE","window_size":5,"cmp_op":"$gt","threshold":10.0}}}',
      ),
    );
    expect(opened).toMatchObject({ metric: 'loss', window: '5', threshold: '10', rawFilter: null });
    expect(
      draftOf(
        withFilter('ADD_ARTIFACT_ALIAS', '{"filter":"{\\"alias\\":{\\"$regex\\":\\"^prod\\"}}"}'),
      ),
    ).toMatchObject({ names: 'matches', text: '^prod' });
    expect(draftOf(withFilter('LINK_MODEL', '{"filter":"{\\"$and\\":[]}"}'))).toMatchObject({
      rawFilter: null,
    });
  });

  it.each([
    ['RUN_METRIC', '{"metric_filter":{"name":"loss"}}'],
    [
      'ADD_ARTIFACT_ALIAS',
      '{"filter":"{\\"$or\\":[{\\"alias\\":\\"a\\"},{\\"alias\\":\\"b\\"}]}"}',
    ],
    ['LINK_MODEL', '{"filter":"{\\"alias\\":\\"a\\"}"}'],
    ['RUN_STATE', 'null'],
  ] as const)(
    'keeps a filter of %s that it has no fields for as it was written',
    (event, filter) => {
      const opened = draftOf(withFilter(event, filter));
      expect(opened.rawFilter).toBe(filter);
      expect(filterOf(opened)).toBe(filter);
    },
  );

  it('is refused with what is wrong at each field', () => {
    expect(
      problemsOf({ ...NEW_DRAFT, window: '0', payload: '{', runs: 'config. >' }),
    ).toMatchObject({
      name: expect.any(String),
      metric: expect.any(String),
      window: 'A whole number from 1 on.',
      threshold: 'A number.',
      integrationId: 'Choose a webhook.',
      payload: expect.stringContaining('This is not JSON'),
      runs: expect.any(String),
    });
  });

  it('knows a field or a metric for every event that has one', () => {
    for (const { value } of EVENTS) {
      expect(isMetricEvent(value) && fieldOf(value) !== null).toBe(false);
    }
  });
});
