import type { BoardPart, PanelEntry, SectionSpec } from './board-part.ts';
import { isSame } from './compact.ts';
import type { RunsPart } from './runs-part.ts';
import type { TracesView } from './traces-view.ts';
import type { ViewSpec } from './view-spec.ts';

/** One thing in which two versions of a view differ, in words. */
export interface ViewChangeNote {
  /** What differs, e.g. “Filter”. */
  readonly subject: string;
  /** As it was and as it is; null: there was or is none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What was changed from one version of a view to another, runs first. */
export function describeChanges(before: ViewSpec, after: ViewSpec): readonly ViewChangeNote[] {
  return [
    ...subjectChanges(RUNS_SUBJECTS, before.runs, after.runs),
    ...boardChanges(before.board, after.board),
  ];
}

/** What a part of a view is told by, one subject after the other; an empty text where there is none. */
type Subjects<Part> = readonly { readonly subject: string; readonly of: (part: Part) => string }[];

const RUNS_SUBJECTS: Subjects<RunsPart> = [
  {
    subject: 'Search',
    of: ({ search, isExpression }) => (isExpression && search ? `/${search}/` : search),
  },
  { subject: 'Filter', of: ({ filter }) => filter },
  {
    subject: 'Sort',
    of: ({ sort }) =>
      sort
        .map(
          ({ field, isAscending, statistic }) =>
            `${field}${statistic === undefined ? '' : ` (${statistic})`} ${isAscending ? '↑' : '↓'}`,
        )
        .join(', '),
  },
  { subject: 'Groups', of: ({ groupBy }) => groupBy.join(', ') },
  {
    subject: 'Columns',
    of: ({ columns }) =>
      columns === null
        ? 'automatic'
        : columns
            .map(
              ({ field, statistic, isPinned }) =>
                `${field}${statistic === 'last' ? '' : ` (${statistic})`}${isPinned ? ' pinned' : ''}`,
            )
            .join(', '),
  },
  {
    subject: 'Runs shown',
    of: ({ base, firstCount, shown, hidden }) =>
      [
        base === 'first' ? `the first ${firstCount}` : base,
        ...shown.map((name) => `+ ${name}`),
        ...hidden.map((name) => `− ${name}`),
      ].join(', '),
  },
  {
    subject: 'Colours',
    of: ({ colours }) =>
      [
        colours.palette,
        ...(colours.byField === null ? [] : [`by ${colours.byField}`]),
        ...colours.chosen.map(([name, colour]) => `${name} ${colour}`),
      ].join(', '),
  },
  { subject: 'Baseline', of: ({ baseline }) => baseline ?? '' },
  { subject: 'Pinned runs', of: ({ pinned }) => pinned.join(', ') },
  { subject: 'List of runs', of: ({ layout }) => layout },
  {
    subject: 'Other projects',
    of: ({ alsoFrom }) => alsoFrom.map(({ entity, project }) => `${entity}/${project}`).join(', '),
  },
];

const TRACES_SUBJECTS: Subjects<TracesView> = [
  { subject: 'Search', of: ({ text }) => text },
  { subject: 'Filter', of: ({ filter }) => filter },
  { subject: 'Listed', of: ({ isAll }) => (isAll ? 'all calls' : 'traces') },
  { subject: 'Thread', of: ({ thread }) => thread },
  { subject: 'Run', of: ({ run }) => run },
  { subject: 'From', of: ({ from }) => timeText(from) },
  { subject: 'Before', of: ({ to }) => timeText(to) },
  {
    subject: 'Sort',
    of: ({ sort }) =>
      sort === null ? '' : `${sort.field} ${sort.direction === 'asc' ? '↑' : '↓'}`,
  },
  { subject: 'Columns', of: ({ columns }) => columns.join(', ') },
  { subject: 'Pinned columns', of: ({ pinned }) => pinned.join(', ') },
  { subject: 'Plots', of: ({ hasPlots }) => (hasPlots ? 'shown' : 'hidden') },
];

const timeText = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

/** What was changed from one version of a saved list of traces to another. */
export function describeTracesChanges(
  before: TracesView,
  after: TracesView,
): readonly ViewChangeNote[] {
  return subjectChanges(TRACES_SUBJECTS, before, after);
}

function subjectChanges<Part>(
  subjects: Subjects<Part>,
  before: Part,
  after: Part,
): ViewChangeNote[] {
  return subjects.flatMap(({ subject, of }) => note(subject, of(before), of(after)));
}

function boardChanges(before: BoardPart, after: BoardPart): ViewChangeNote[] {
  return [
    ...note('Panels', before.mode, after.mode),
    ...note('Sections by', `${before.prefix} slash`, `${after.prefix} slash`),
    ...note(
      'Panels side by side',
      String(before.columns ?? 'auto'),
      String(after.columns ?? 'auto'),
    ),
    ...note(
      'Zoom',
      before.syncsZoom ? 'together' : 'alone',
      after.syncsZoom ? 'together' : 'alone',
    ),
    ...note(
      'Order of sections',
      before.order.map(nameOf).join(', '),
      after.order.map(nameOf).join(', '),
    ),
    ...note('Settings of all panels', json(before.settings), json(after.settings)),
    ...entryChanges('Section', before.sections, after.sections),
    ...entryChanges('Panel', before.panels, after.panels),
  ];
}

function entryChanges(
  kind: string,
  before: readonly (SectionSpec | PanelEntry)[],
  after: readonly (SectionSpec | PanelEntry)[],
): ViewChangeNote[] {
  const old = new Map(before.map((entry) => [entry.id, entry]));
  const now = new Map(after.map((entry) => [entry.id, entry]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id) => {
    const [was, is] = [old.get(id), now.get(id)];
    if (isSame(was, is)) return [];
    const subject = `${kind} ${is?.title ?? was?.title ?? nameOf(id)}`;
    return [{ subject, before: summary(was), after: summary(is) }];
  });
}

function summary(entry: SectionSpec | PanelEntry | undefined): string | null {
  if (entry === undefined) return null;
  const { id: _, ...rest } = entry;
  return json(rest);
}

/** What an id is of, without what tells its kind. */
const nameOf = (id: string): string => id.replace(/^(?:auto:|own:|history\/|system\/|own\/)/, '');

const json = (value: object): string =>
  Object.keys(value).length === 0 ? '' : JSON.stringify(value);

function note(subject: string, before: string, after: string): ViewChangeNote[] {
  if (before === after) return [];
  return [{ subject, before: before === '' ? null : before, after: after === '' ? null : after }];
}
