import { itemTexts, memberText, parseWeaveRef, stringOf } from '@runloom/model';
import { nullIfNotFound } from '../../platform/errors.ts';
import type { Call, Calls } from '../calls/index.ts';
import type { Objects } from '../objects/index.ts';
import type { Project } from '../projects/index.ts';
import type { Evaluation, Subject } from './types.ts';

export interface ReadingDeps {
  readonly calls: Pick<Calls, 'query' | 'readMany' | 'readBriefs' | 'traceStamps'>;
  readonly objects: Pick<Objects, 'readReferences' | 'read' | 'tables'>;
}

/** What is read of the call of an evaluation. */
export const EVALUATION_COLUMNS: readonly string[] = [
  'id',
  'trace_id',
  'op_name',
  'started_at',
  'ended_at',
  'inputs',
  'output',
  'attributes',
  'summary',
  'exception',
  'display_name',
];

/** The names under which evaluations are called: `Evaluation.evaluate` of Python and npm, and of the server's own. */
export const evaluationOps = ({ entityName, name }: Project): readonly string[] => [
  `weave:///${entityName}/${name}/op/Evaluation.evaluate:*`,
  'Evaluation.evaluate',
];

/** What evaluations are made of: their objects, models, datasets and scorers, with the numbers of versions. */
export async function readEvaluations(
  { objects }: ReadingDeps,
  project: Project,
  calls: readonly Call[],
): Promise<readonly Evaluation[]> {
  const scope = { project: project.id };
  const selfs = calls.map((call) => stringOf(memberText(call.inputs, 'self')));
  const values = await objects.readReferences(
    scope,
    selfs.map((ref) => ref ?? ''),
  );
  const parts = calls.map((call, at) => {
    const value = values[at] ?? null;
    return {
      self: selfs[at] ?? null,
      model: stringOf(memberText(call.inputs, 'model')),
      dataset: value === null ? null : stringOf(memberText(value, 'dataset')),
      scorers: value === null ? [] : refsIn(memberText(value, 'scorers')),
      trials: value === null ? 1 : Math.max(1, Number(memberText(value, 'trials') ?? 1) || 1),
    };
  });
  const datasets = [...new Set(parts.flatMap(({ dataset }) => dataset ?? []))];
  const rowCounts = await countRows(objects, project, datasets);
  const subjects = await readSubjects(
    objects,
    project,
    parts.flatMap(({ self, model, dataset, scorers }) =>
      [self, model, dataset, ...scorers].flatMap((ref) => ref ?? []),
    ),
  );
  const subjectOf = (ref: string | null): Subject | null =>
    ref === null ? null : (subjects.get(ref) ?? null);
  return calls.map((call, at) => {
    const part = parts[at];
    const rows = part?.dataset === null ? undefined : rowCounts.get(part?.dataset ?? '');
    return {
      call,
      name: call.displayName ?? subjectOf(part?.self ?? null)?.name ?? call.traceName,
      self: subjectOf(part?.self ?? null),
      model: subjectOf(part?.model ?? null),
      dataset: subjectOf(part?.dataset ?? null),
      scorers: (part?.scorers ?? []).flatMap((ref) => subjectOf(ref) ?? []),
      expectedTrials:
        plannedTrials(call) ?? (rows === undefined ? null : rows * (part?.trials ?? 1)),
    };
  });
}

/** Of evaluations that the server carries out: they may look at some rows alone. */
function plannedTrials({ attributes }: Pick<Call, 'attributes'>): number | null {
  const told = memberText(memberText(attributes, 'runloom') ?? '{}', 'planned_trials');
  return told === null ? null : Number(told) || null;
}

const refsIn = (list: string | null): readonly string[] =>
  list === null ? [] : [...itemTexts(list)].flatMap((item) => stringOf(item) ?? []);

/** How many rows published datasets have. */
async function countRows(
  objects: ReadingDeps['objects'],
  project: Project,
  datasets: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const values = await objects.readReferences({ project: project.id }, datasets);
  const tables = values.map((value) => {
    const rows = value === null ? null : stringOf(memberText(value, 'rows'));
    const ref = rows === null ? null : parseWeaveRef(rows);
    return ref?.kind === 'table' ? ref.digest : null;
  });
  const known = await objects.tables(project.id, [...new Set(tables.flatMap((one) => one ?? []))]);
  const counts = new Map(known.map(({ digest, rowCount }) => [digest, rowCount]));
  return new Map(
    datasets.flatMap((dataset, at) => {
      const count = counts.get(tables[at] ?? '');
      return count === undefined ? [] : [[dataset, count] as const];
    }),
  );
}

/** References with the names and numbers of the versions that they mean. */
export async function readSubjects(
  objects: Pick<Objects, 'read'>,
  project: Project,
  refs: readonly string[],
): Promise<ReadonlyMap<string, Subject>> {
  const read = async (ref: string): Promise<Subject> => {
    const parsed = parseWeaveRef(ref);
    if (parsed === null || (parsed.kind !== 'object' && parsed.kind !== 'op')) {
      return { ref, name: ref, kind: null, digest: null, versionIndex: null };
    }
    const { name, kind, version } = parsed;
    const isOwn = parsed.entity === project.entityName && parsed.project === project.name;
    const found = isOwn
      ? await objects
          .read(project.id, name, version, { kind, metadataOnly: true })
          // What was removed, or never came, still has its name.
          .catch(nullIfNotFound)
      : null;
    return {
      ref,
      name,
      kind,
      digest: found?.digest ?? version,
      versionIndex: found?.versionIndex ?? null,
    };
  };
  const subjects = await Promise.all([...new Set(refs)].map(read));
  return new Map(subjects.map((subject) => [subject.ref, subject]));
}
