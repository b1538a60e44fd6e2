import { ArrowDownUp, Download } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import layout from '../../../../app/shell/full-page.module.css';
import { useShortcuts } from '../../../../app/shortcuts/provider.tsx';
import { Button } from '../../../../components/button.tsx';
import { Choice } from '../../../../components/choice.tsx';
import { EmptyState } from '../../../../components/empty-state.tsx';
import { formatCount, formatPlural } from '../../../../components/format.ts';
import { Segmented } from '../../../../components/segmented.tsx';
import { joinTexts, splitTexts } from '../../../../panels/view/list-text.ts';
import { saveCsv } from '../../shared/save-csv.ts';
import { type CompareState, SHOWN, type Shown } from '../compare-state.ts';
import { ExampleDrawer } from './example-drawer.tsx';
import { ExampleFilter, readExampleFilter } from './example-filter.tsx';
import styles from './examples.module.css';
import type { Examples } from './examples.ts';
import { examplesCsv } from './examples-csv.ts';
import { ExamplesTable } from './examples-table.tsx';
import { countShown, filterExamples, narrowExamples, sortExamples } from './list-examples.ts';

const TITLES: Readonly<Record<Shown, string>> = {
  all: 'All',
  different: 'Differences',
  regressions: 'Regressions',
  improvements: 'Improvements',
  missing: 'Missing',
  failed: 'Failed',
};

/** Of one evaluation alone there is nothing to compare. */
const SHOWN_OF_ONE: readonly Shown[] = ['all', 'failed'];

/** Scores that are columns unless others are chosen. */
const MOST_SCORES = 6;

/** Every example of a comparison: sorted and filtered in memory, one of them open at the side. */
export function ExamplesView({
  entity,
  project,
  examples,
  textsNote,
  names,
  state,
  onChange,
}: {
  readonly entity: string;
  readonly project: string;
  readonly examples: Examples;
  /** Why inputs and outputs are not among them; null where they are. */
  readonly textsNote: string | null;
  /** Of the evaluations. */
  readonly names: readonly string[];
  readonly state: CompareState;
  readonly onChange: (part: Partial<CompareState>) => void;
}) {
  const { sort, metrics } = state;
  const shown = useDeferredValue(state.shown);
  const filterText = useDeferredValue(state.filter);
  const judged =
    examples.scores.find(({ key }) => key === state.judged) ?? examples.scores[0] ?? null;
  const { filter } = useMemo(() => readExampleFilter(filterText), [filterText]);
  const filtered = useMemo(() => filterExamples(examples, filter), [examples, filter]);
  const counts = useMemo(
    () => countShown(examples, filtered, judged),
    [examples, filtered, judged],
  );
  const narrowed = useMemo(
    () => narrowExamples(examples, filtered, shown, judged),
    [examples, filtered, shown, judged],
  );
  const rows = useMemo(
    () => sortExamples(examples, narrowed, sort, judged),
    [examples, narrowed, sort, judged],
  );
  const chosenScores = metrics === null ? null : joinTexts(metrics);
  const scores = useMemo(() => {
    const keys = chosenScores === null ? null : splitTexts(chosenScores);
    return keys === null
      ? examples.scores.slice(0, MOST_SCORES)
      : examples.scores.filter(({ key }) => keys.includes(key));
  }, [examples, chosenScores]);
  const isAlone = examples.evaluationCount < 2;
  const open = examples.digests.indexOf(state.example);
  const chosen = open < 0 ? -1 : rows.indexOf(open);
  const step = (by: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, chosen + by))];
    if (next !== undefined) onChange({ example: examples.digests[next] ?? '' });
  };
  useShortcuts('Examples', [
    { keys: 'j', label: 'Next example', run: () => step(1) },
    { keys: 'k', label: 'Example before', run: () => step(-1) },
    { keys: 'escape', label: 'Close the example', run: () => onChange({ example: '' }) },
  ]);
  return (
    <div className={layout.page}>
      <div className={layout.toolbar}>
        <div className={styles.choices}>
          <Segmented
            label="Which examples are listed"
            value={state.shown}
            choices={(isAlone ? SHOWN_OF_ONE : SHOWN).map((value) => ({
              value,
              label: `${TITLES[value]} ${formatCount(counts[value])}`,
            }))}
            onChange={(next) => onChange({ shown: next })}
          />
        </div>
        {!isAlone && examples.scores.length > 1 ? (
          <Choice
            className={styles.judged}
            label="by"
            value={judged?.key ?? ''}
            choices={examples.scores.map(({ key }) => [key, key])}
            onChange={(key) => onChange({ judged: key })}
          />
        ) : null}
        <ExampleFilter
          text={state.filter}
          scores={examples.scores.map(({ key }) => key)}
          onChange={(text) => onChange({ filter: text })}
        />
        <span className={layout.spacer} />
        <span className={layout.count} role="status">
          {textsNote === null ? '' : `${textsNote} `}
          {formatPlural(rows.length, 'example')}
        </span>
        {isAlone ? null : (
          <Button
            icon={<ArrowDownUp aria-hidden />}
            aria-pressed={sort?.column === 'difference'}
            onClick={() =>
              onChange({
                sort:
                  sort?.column === 'difference'
                    ? null
                    : { column: 'difference', direction: 'ascending' },
              })
            }
          >
            Worst first
          </Button>
        )}
        <Button
          icon={<Download aria-hidden />}
          onClick={() => saveCsv('examples.csv', examplesCsv(examples, rows, names))}
        >
          CSV
        </Button>
      </div>
      <div className={styles.panes}>
        <div className={styles.table}>
          {rows.length === 0 ? (
            <EmptyState title="No example matches">{NOTHING[shown]}</EmptyState>
          ) : (
            <ExamplesTable
              examples={examples}
              rows={rows}
              scores={scores}
              sort={sort}
              chosen={chosen}
              onSort={(next) => onChange({ sort: next })}
              onOpen={(row) => onChange({ example: examples.digests[row] ?? '' })}
            />
          )}
        </div>
        {open < 0 ? null : (
          <ExampleDrawer
            key={state.example}
            entity={entity}
            project={project}
            ids={state.ids}
            names={names}
            digest={state.example}
            place={chosen < 0 ? null : { at: chosen + 1, of: rows.length }}
            onStep={step}
            onClose={() => onChange({ example: '' })}
          />
        )}
      </div>
    </div>
  );
}

const NOTHING: Readonly<Record<Shown, string>> = {
  all: 'Nothing here is like that.',
  different: 'All evaluations gave the same here.',
  regressions: 'No example is worse than with the baseline.',
  improvements: 'No example is better than with the baseline.',
  missing: 'Every evaluation has every example.',
  failed: 'No trial failed.',
};
