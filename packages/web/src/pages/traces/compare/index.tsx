import type { CallView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Target, X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { CheckField } from '../../../components/check-field.tsx';
import { Choice } from '../../../components/choice.tsx';
import { comparedRows, comparisonOf } from '../../../components/comparison/compared-rows.ts';
import { ComparedTable } from '../../../components/comparison/compared-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { TextComparison } from '../../../components/text-diff/text-comparison.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useCalls } from '../../../data/calls.ts';
import { useLiveProject } from '../../../data/live.ts';
import { createMatcher } from '../../../panels/board/matcher.ts';
import { TracesNav } from '../traces-nav.tsx';
import styles from './compare.module.css';
import {
  callDifference,
  callParts,
  callText,
  MOST_COMPARED_CALLS,
  shownCallValue,
} from './compare-calls.ts';

const route = getRouteApi('/$entity/$project/weave/compare-calls');

const VIEWS = [
  { value: 'table', label: 'Side by side' },
  { value: 'text', label: 'Line by line' },
] as const;

/** Calls beside each other: what they took, what went in and came out, and by how much they differ. */
export function ComparePage() {
  const { entity, project } = route.useParams();
  const search = route.useSearch();
  const ids = [...new Set((search.calls ?? '').split(',').filter((id) => id !== ''))].slice(
    0,
    MOST_COMPARED_CALLS,
  );
  const queries = useCalls({ entity, project }, ids);
  useTitle('Compare calls', project, entity);
  useLiveProject(entity, project);
  const failed = queries.find(({ error }) => error !== null);
  const calls = queries.flatMap(({ data }) => data ?? []);
  if (failed === undefined && calls.length < ids.length) return <PagePending />;
  return (
    <div className={styles.page}>
      <div className={styles.toolbar}>
        <h1 className="visually-hidden">Compare calls</h1>
        <TracesNav entity={entity} project={project} />
      </div>
      {failed === undefined ? null : (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      )}
      {calls.length < 2 ? (
        <EmptyState title="Nothing to compare">
          Select two to {MOST_COMPARED_CALLS} calls in the list of traces, and compare them.
        </EmptyState>
      ) : (
        <Comparison entity={entity} project={project} calls={calls} />
      )}
    </div>
  );
}

function Comparison({
  entity,
  project,
  calls,
}: {
  readonly entity: string;
  readonly project: string;
  readonly calls: readonly CallView[];
}) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [wanted, setWanted] = useState('');
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const onlyDifferences = search.only === 'differences';
  const baseline = Math.max(
    0,
    calls.findIndex(({ id }) => id === search.baseline),
  );
  const view = search.show === 'text' ? 'text' : 'table';
  const change = (part: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const comparison = useMemo(() => comparisonOf(callParts(calls)), [calls]);
  const rows = useMemo(
    () =>
      comparedRows(comparison, {
        onlyDifferences,
        folded,
        matches: wanted === '' ? null : createMatcher(wanted, false).matches,
      }),
    [comparison, onlyDifferences, folded, wanted],
  );
  return (
    <>
      <div className={styles.controls}>
        <Segmented
          label="How the calls are compared"
          value={view}
          choices={VIEWS}
          onChange={(show) => change({ show: show === 'table' ? undefined : show })}
        />
        {view === 'text' ? null : (
          <>
            <SearchField
              className={styles.search}
              label="Search keys"
              value={wanted}
              onChange={setWanted}
            />
            <CheckField
              label="Only differences"
              isChecked={onlyDifferences}
              onChange={(isOn) => change({ only: isOn ? 'differences' : undefined })}
            />
          </>
        )}
      </div>
      {view === 'text' ? (
        <Lines calls={calls} baseline={baseline} />
      ) : rows.length === 0 ? (
        <p className={styles.none}>
          {wanted === '' ? 'These calls differ in nothing.' : `Nothing here is called “${wanted}”.`}
        </p>
      ) : (
        <ComparedTable
          label="Calls side by side"
          rows={rows}
          columns={calls.map((call, index) => ({
            key: call.id,
            head: (
              <>
                <Link
                  to="/$entity/$project/weave/calls/$call"
                  params={{ entity, project, call: call.id }}
                  search={{ trace: call.traceId }}
                  className={styles.call}
                >
                  <Truncated text={call.name} />
                </Link>
                {index === baseline ? null : (
                  <IconButton
                    size="small"
                    label={`Compare with ${call.name}`}
                    icon={<Target aria-hidden />}
                    onClick={() => change({ baseline: call.id })}
                  />
                )}
                <IconButton
                  size="small"
                  label={`Leave out ${call.name}`}
                  icon={<X aria-hidden />}
                  onClick={() =>
                    change({
                      calls: calls
                        .filter(({ id }) => id !== call.id)
                        .map(({ id }) => id)
                        .join(','),
                    })
                  }
                />
              </>
            ),
          }))}
          baseline={baseline}
          folded={folded}
          isSearched={wanted !== ''}
          showValue={shownCallValue}
          differenceOf={callDifference}
          onToggle={(id) => {
            const next = new Set(folded);
            if (!next.delete(id)) next.add(id);
            setFolded(next);
          }}
        />
      )}
    </>
  );
}

/** The texts of two calls: of the baseline, and of one that is chosen. */
function Lines({
  calls,
  baseline,
}: {
  readonly calls: readonly CallView[];
  readonly baseline: number;
}) {
  const others = calls.filter((_, index) => index !== baseline);
  const [chosen, setChosen] = useState<string | null>(null);
  const before = calls[baseline];
  const after = others.find(({ id }) => id === chosen) ?? others[0];
  const [beforeText, afterText] = useMemo(
    () => [before, after].map((call) => (call === undefined ? '' : callText(call))),
    [before, after],
  );
  if (before === undefined || after === undefined) return null;
  return (
    <div className={styles.lines}>
      <TextComparison
        title="Inputs and output"
        before={beforeText ?? ''}
        after={afterText ?? ''}
        tooDifferent="The calls differ in too many lines to be compared here."
      >
        <Choice
          label="Compared with the baseline"
          value={after.id}
          choices={others.map(({ id, name }) => [id, `${name} (${id.slice(-6)})`] as const)}
          className={styles.choice}
          onChange={setChosen}
        />
      </TextComparison>
    </div>
  );
}
