import {
  configValues,
  RUN_ATTRIBUTES,
  type RunAttribute,
  type RunField,
  type RunFilter,
  type RunOrder,
  type RunSubject,
  readRunConfig,
  summaryValues,
  tagSetText,
} from '@runloom/model';
import fc from 'fast-check';
import { afterAll } from 'vitest';
import { createProjects } from '../../projects/index.ts';
import { openRoom } from '../../testing/index.ts';
import { runDurationMs } from '../duration.ts';
import { createRuns } from '../index.ts';
import type { Run, UpsertRunInput } from '../types.ts';

/** What all tests of a file search in: closed after them. */
export async function useSearchRoom() {
  const room = await openRoom();
  afterAll(() => room.close());
  const projects = createProjects({ metadata: room.metadata, accounts: room.accounts });
  const clock = () => room.clock.now;
  const runs = createRuns({ metadata: room.metadata, projects, clock });
  return { room, ada: await room.user('ada'), projects, runs };
}

/** A run as the reference of filters sees it. */
export function subjectOf(run: Run, username: string, project: string): RunSubject {
  return {
    id: run.id,
    attributes: {
      name: run.name,
      displayName: run.displayName,
      state: run.state,
      group: run.groupName,
      jobType: run.jobType,
      sweep: run.sweepName ?? '',
      user: username,
      host: run.host,
      commit: run.commit,
      program: run.program,
      notes: run.notes,
      description: run.description,
      project,
      createdAt: run.createdAt,
      heartbeatAt: run.heartbeatAt,
      updatedAt: run.updatedAt,
      duration: runDurationMs(run) / 1000,
      repository: run.repo,
      ...readRunConfig(run.config).machine,
      tagSet: tagSetText(run.tags),
    },
    tags: run.tags,
    config: configValues(run.config),
    summary: summaryValues(run.summary),
  };
}

// Few of each, so that runs and filters meet.
const KEYS = [
  'lr',
  'a.b',
  'a',
  'b',
  '__proto__',
  'constructor',
  'nul\u0000',
  'high\ud800',
  '…',
  'k'.repeat(300),
];
const TEXTS = [
  '',
  'adam',
  'Adam',
  'sgd',
  'back\\slash',
  'nul\u0000',
  'low\udc00',
  'ünïcode🙂',
  '\uffff',
  '10',
  `long ${'x'.repeat(600)}`,
  `other ${'x'.repeat(600)}`,
];
const NUMBERS = [
  0,
  1,
  -1,
  0.1,
  2 ** 53,
  1e300,
  -1e-300,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  42,
];
const SCALARS = [
  ...TEXTS.map((text) => JSON.stringify(text)),
  ...NUMBERS.map(String),
  'NaN',
  'null',
  'true',
  'false',
  '-0.0',
  '9007199254740993',
  '123456789012345678901234567890',
  '[]',
  '[1,2]',
  '{}',
];

/** JSON text, since values that only the client's JSON can hold are among them. */
const json = fc.letrec<{ value: string; object: string }>((tie) => ({
  value: fc.oneof(
    { withCrossShrink: true, maxDepth: 3 },
    fc.constantFrom(...SCALARS),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 4 })
    .map((members) => {
      const own = members.map(([key, value]) => `${JSON.stringify(key)}:${value}`);
      return `{${own.join(',')}}`;
    }),
}));

/** What clients keep of the machine, and what is none of it. */
const machine = fc.constantFrom(
  '{"value":{"cli_version":"0.31.0","python_version":"3.12.1","e":{"w1":{"os":"adam","python":"CPython 3.12.1","gpu":"z","gpu_count":2,"cpu_count":42},"w2":{"cudaVersion":"12.4","os":"sgd"}}}}',
  '{"value":{"e":{"w":{"gpu_nvidia":[{"name":"adam"}],"gpu_count":1,"os":"","cpu_count":"42"}}}}',
  '{"value":{"e":[1],"cli_version":7}}',
  '"odd"',
);

const wrapped = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom(...KEYS), json.value, fc.boolean()), { maxLength: 5 }),
    fc.option(machine, { nil: null }),
  )
  .map(([members, told]) => {
    const own = members.map(([key, value, wrap]) =>
      wrap ? `${JSON.stringify(key)}:{"value":${value}}` : `${JSON.stringify(key)}:${value}`,
    );
    if (told !== null) own.push(`"_wandb":${told}`);
    return `{${own.join(',')}}`;
  });

const text = fc.constantFrom(...TEXTS);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

/** What a run is made with, without its name. */
export const runInput: fc.Arbitrary<UpsertRunInput> = fc.record({
  displayName: maybe(text),
  notes: maybe(text),
  groupName: maybe(text),
  jobType: maybe(text),
  host: maybe(text),
  sweepName: maybe(fc.constantFrom('s1', 's2')),
  state: fc.constantFrom('pending', 'running', 'finished', 'failed'),
  tags: fc.array(text, { maxLength: 3 }),
  config: wrapped,
  summary: json.object,
});

const path = fc
  .array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 3 })
  .map((keys) => keys.join('.'));

const attribute = fc.constantFrom(...(Object.keys(RUN_ATTRIBUTES) as RunAttribute[]));

const sortField = fc.oneof(
  { arbitrary: attribute.map((name) => ({ kind: 'attribute', name }) as const), weight: 1 },
  { arbitrary: path.map((path) => ({ kind: 'config', path }) as const), weight: 1 },
  { arbitrary: path.map((path) => ({ kind: 'summary', path }) as const), weight: 1 },
);

const field: fc.Arbitrary<RunField> = fc.oneof(
  { arbitrary: sortField, weight: 6 },
  { arbitrary: fc.constant({ kind: 'tags' } as const), weight: 1 },
);

export const order: fc.Arbitrary<RunOrder> = fc.record({
  field: sortField,
  ascending: fc.boolean(),
});

const kindOf = (of: RunField): 'text' | 'number' | 'any' => {
  if (of.kind === 'tags') return 'text';
  if (of.kind !== 'attribute') return 'any';
  return RUN_ATTRIBUTES[of.name] === 'text' ? 'text' : 'number';
};

const TIMES = [Date.UTC(2026, 10, 23), Date.UTC(2026, 10, 23) + 3, Date.UTC(2026, 10, 23) + 3.5];

function valueFor(of: RunField): fc.Arbitrary<string | number> {
  // Empty texts of attributes are not set; long texts of one beginning are in no order.
  const texts = fc.constantFrom(
    'adam',
    'sgd',
    'r3',
    'running',
    'back\\slash',
    'nul\u0000',
    's1',
    'ada/p1',
    'z',
  );
  const numbers = fc.constantFrom(...NUMBERS, ...TIMES);
  const kind = kindOf(of);
  return kind === 'text' ? texts : kind === 'number' ? numbers : fc.oneof(texts, numbers);
}

const PATTERNS = [
  '^a',
  'a',
  '7',
  'dam',
  'a.*m',
  'x$',
  '(?i)ADAM',
  '[0-9]+',
  '\\\\',
  'nul',
  'r[1-3]',
  '.',
  'ing$',
  '🙂',
];

const leaf: fc.Arbitrary<RunFilter> = field.chain((of) =>
  fc.oneof(
    fc
      .array(fc.oneof(valueFor(of), ...(kindOf(of) === 'any' ? [text] : [])), { maxLength: 3 })
      .map((values) => ({ kind: 'in', field: of, values }) as const),
    fc
      .tuple(fc.constantFrom('gt', 'gte', 'lt', 'lte'), valueFor(of))
      .map(([comparison, value]) => ({ kind: 'compare', field: of, comparison, value }) as const),
    fc.boolean().map((orNull) => ({ kind: 'exists', field: of, orNull }) as const),
    ...(kindOf(of) === 'number'
      ? []
      : [
          fc
            .constantFrom(...PATTERNS)
            .map((pattern) => ({ kind: 'matches', field: of, pattern }) as const),
        ]),
  ),
);

export const filter: fc.Arbitrary<RunFilter> = fc.letrec<{ filter: RunFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('filter'), { maxLength: 3 }).map((filters) => ({ kind: 'and', filters }) as const),
    fc.array(tie('filter'), { maxLength: 3 }).map((filters) => ({ kind: 'or', filters }) as const),
    tie('filter').map((inner) => ({ kind: 'not', filter: inner }) as const),
  ),
})).filter;
