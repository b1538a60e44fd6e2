import type { ComparedPart, WholeRun } from '@runloom/model';
import { boxedNumber, kindOf, valueText } from '../../components/value-tree/api-json.ts';

/** A heading, a folder of nested keys, or one key with what each run has there. */
export interface ComparedRow {
  readonly kind: 'part' | 'folder' | 'value';
  /** Part and path; what settings name a folded row by. */
  readonly id: string;
  readonly depth: number;
  readonly label: string;
  /** As filters name it, `summary.loss`; of headings and folders what is below begins with it. */
  readonly field: string;
  /** In the order of the runs; undefined where a run has nothing there. Empty for headings and folders. */
  readonly values: readonly unknown[];
  /** Not all runs have the same. */
  readonly isDifferent: boolean;
  /** Keys below, for headings and folders. */
  readonly count: number;
}

const PART_TITLES: Readonly<Record<ComparedPart, string>> = {
  about: 'About the run',
  config: 'Config',
  summary: 'Summary',
};

/** Deeper values are shown as JSON text. */
const MOST_DEPTH = 12;

interface Node {
  readonly label: string;
  readonly children: Map<string, Node>;
  /** By run; absent where a run has no plain value here. */
  readonly values: Map<number, unknown>;
}

/** What rows a comparison shows. */
export interface ComparisonView {
  readonly parts: readonly ComparedPart[];
  readonly onlyDifferences: boolean;
  readonly folded: ReadonlySet<string>;
  /** Over the whole path, `config.model.depth`; it opens what is folded. Null: no search. */
  readonly matches: ((path: string) => boolean) | null;
}

/** All keys that any of the runs has, nested keys below each other: the tree from which rows are read. */
export function comparisonOf(runs: readonly WholeRun[]): ReadonlyMap<ComparedPart, Node> {
  const parts = new Map<ComparedPart, Node>();
  for (const part of ['about', 'config', 'summary'] as const) {
    const root = emptyNode(PART_TITLES[part]);
    for (const [index, run] of runs.entries()) addMembers(root, membersOf(run, part), index, 0);
    parts.set(part, root);
  }
  return parts;
}

/** The rows of a comparison that are in sight, in order. @param count how many runs it holds */
export function comparedRows(
  comparison: ReadonlyMap<ComparedPart, Node>,
  count: number,
  view: ComparisonView,
): readonly ComparedRow[] {
  const rows: ComparedRow[] = [];
  for (const part of ['about', 'config', 'summary'] as const) {
    const root = comparison.get(part);
    if (root === undefined || !view.parts.includes(part)) continue;
    const below = rowsBelow(root, { part, id: part, field: part, depth: 1, count, view });
    const leaves = below.leafCount;
    if (leaves === 0) continue;
    rows.push({
      kind: 'part',
      id: part,
      depth: 0,
      label: root.label,
      field: part,
      values: [],
      isDifferent: below.isDifferent,
      count: leaves,
    });
    if (view.matches !== null || !view.folded.has(part)) rows.push(...below.rows);
  }
  return rows;
}

interface Place {
  readonly part: ComparedPart;
  readonly id: string;
  readonly field: string;
  readonly depth: number;
  readonly count: number;
  readonly view: ComparisonView;
}

function rowsBelow(node: Node, place: Place) {
  const rows: ComparedRow[] = [];
  let leafCount = 0;
  let isDifferent = false;
  const { view, count, depth } = place;
  const children =
    place.id === 'about'
      ? [...node.children]
      : [...node.children].sort(([a], [b]) => ORDER.compare(a, b));
  for (const [name, child] of children) {
    const id = `${place.id}.${name.replace(/[\\.]/g, '\\$&')}`;
    const field = `${place.field}.${name}`;
    if (child.values.size > 0) {
      const values = Array.from({ length: count }, (_, index) => child.values.get(index));
      const differs = areDifferent(values);
      const isShown =
        (!view.onlyDifferences || differs) && (view.matches === null || view.matches(field));
      if (isShown) {
        leafCount += 1;
        isDifferent ||= differs;
        rows.push({
          kind: 'value',
          id,
          depth,
          label: child.label,
          field,
          values,
          isDifferent: differs,
          count: 0,
        });
      }
    }
    if (child.children.size === 0) continue;
    const below = rowsBelow(child, { ...place, id, field, depth: depth + 1 });
    if (below.leafCount === 0) continue;
    leafCount += below.leafCount;
    isDifferent ||= below.isDifferent;
    rows.push({
      kind: 'folder',
      id: `${id}/`,
      depth,
      label: child.label,
      field,
      values: [],
      isDifferent: below.isDifferent,
      count: below.leafCount,
    });
    if (view.matches !== null || !view.folded.has(`${id}/`)) rows.push(...below.rows);
  }
  return { rows, leafCount, isDifferent };
}

const ORDER = new Intl.Collator('en', { numeric: true });

/** Values are the same when their text is: `1` and `1.0` are, a missing value and null are not. */
function areDifferent(values: readonly unknown[]): boolean {
  const [first, ...others] = values.map(identityOf);
  return others.some((other) => other !== first);
}

const identityOf = (value: unknown): string =>
  value === undefined ? '' : `${kindOf(value)} ${valueText(value)}`;

function emptyNode(label: string): Node {
  return { label, children: new Map(), values: new Map() };
}

function addMembers(node: Node, members: readonly Member[], run: number, depth: number): void {
  for (const [name, value] of members) {
    let child = node.children.get(name);
    if (child === undefined) {
      child = emptyNode(name);
      node.children.set(name, child);
    }
    if (isFolder(value) && depth < MOST_DEPTH) {
      addMembers(child, Object.entries(value), run, depth + 1);
    } else child.values.set(run, value);
  }
}

type Member = readonly [name: string, value: unknown];

/** Objects of plain members are opened; media name their type, and are one value. */
function isFolder(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  if (boxedNumber(value) !== null || typeof Reflect.get(value, '_type') === 'string') return false;
  return Object.keys(value).length > 0;
}

function membersOf(run: WholeRun, part: ComparedPart): readonly Member[] {
  if (part === 'config') return Object.entries(run.config);
  if (part === 'summary') return Object.entries(run.summary);
  const about: readonly Member[] = [
    ['id', run.name],
    ['state', run.state],
    ['user', run.user],
    ['created', run.createdAt],
    ['duration', run.durationMs],
    ['tags', run.tags.join(', ') || null],
    ['notes', run.notes || null],
    ['group', run.group || null],
    ['job type', run.jobType || null],
    ['sweep', run.sweep],
    ['forked from', run.branch === null ? null : `${run.branch.run} at step ${run.branch.step}`],
    ['last step', run.lastStep],
    ['exit code', run.exitCode],
    ['host', run.host || null],
    ['program', run.program || null],
    ['command', run.command],
    ['repository', run.git?.remote || null],
    ['commit', run.git?.commit || null],
    ...ENVIRONMENT.map((name): Member => [LABELS[name] ?? name, run.environment?.[name] ?? null]),
  ];
  return about.filter(([, value]) => value !== null && value !== undefined);
}

/** Of `wandb-metadata.json`: what tells machines apart. */
const ENVIRONMENT = ['os', 'python', 'cpu_count', 'gpu', 'gpu_count', 'cudaVersion', 'memory'];
const LABELS: Readonly<Record<string, string>> = {
  os: 'operating system',
  cpu_count: 'processor cores',
  gpu_count: 'GPUs',
  gpu: 'GPU',
  cudaVersion: 'CUDA',
};
