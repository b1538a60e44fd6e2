import { memberText, memberTexts, stringOf } from '@runloom/model';
import type { ObjectFilter, Objects, ObjectVersion } from '../../../domains/objects/index.ts';
import { millisecondsText } from '../times.ts';

/** A kind of object that has addresses of its own below `/v2/{entity}/{project}`. */
export interface TypedKind {
  /** The last part of its address. */
  readonly path: string;
  readonly filter: ObjectFilter & { readonly kind: 'object' | 'op' };
  /** What clients read of it besides its version. */
  describe(version: ObjectVersion, objects: Pick<Objects, 'readOpSource'>): Promise<object>;
}

/** Fields that every version has. */
export const versionJson = (version: ObjectVersion): object => ({
  object_id: version.name,
  digest: version.digest,
  version_index: version.versionIndex,
  created_at: millisecondsText(version.createdAt),
});

const text = (version: ObjectVersion, name: string): string | null =>
  stringOf(memberText(version.value, name));

const named = (version: ObjectVersion): object => ({
  name: text(version, 'name') ?? version.name,
  description: text(version, 'description'),
});

const MODEL_FIELDS = new Set([
  '_type',
  '_class_name',
  '_bases',
  'name',
  'description',
  'source_code',
]);

export const TYPED_KINDS: readonly TypedKind[] = [
  {
    path: 'ops',
    filter: { kind: 'op' },
    describe: async (version, objects) => ({ code: (await objects.readOpSource(version)) ?? '' }),
  },
  {
    path: 'datasets',
    filter: { kind: 'object', baseClasses: ['Dataset'] },
    describe: async (version) => ({ ...named(version), rows: text(version, 'rows') ?? '' }),
  },
  {
    path: 'scorers',
    filter: { kind: 'object', baseClasses: ['Scorer'] },
    describe: async (version) => ({ ...named(version), score_op: text(version, 'score') ?? '' }),
  },
  {
    path: 'models',
    filter: { kind: 'object', baseClasses: ['Model'] },
    describe: async (version) => ({
      ...named(version),
      source_code: text(version, 'source_code') ?? '',
      attributes: Object.fromEntries(
        [...memberTexts(version.value)]
          .filter(([name]) => !MODEL_FIELDS.has(name))
          .map(([name, value]) => [name, JSON.parse(value) as unknown]),
      ),
    }),
  },
  {
    path: 'evaluations',
    filter: { kind: 'object', baseClasses: ['Evaluation'] },
    describe: async (version) => ({
      ...named(version),
      dataset: text(version, 'dataset') ?? '',
      scorers: listOf(memberText(version.value, 'scorers')),
      trials: Number(memberText(version.value, 'trials') ?? 1),
      evaluation_name: text(version, 'evaluation_name'),
      evaluate_op: text(version, 'evaluate'),
      predict_and_score_op: text(version, 'predict_and_score'),
      summarize_op: text(version, 'summarize'),
    }),
  },
];

function listOf(value: string | null): unknown[] {
  const list: unknown = value === null ? [] : JSON.parse(value);
  return Array.isArray(list) ? list : [];
}
