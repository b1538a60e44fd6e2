import type { EvaluationView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Plus, Scale, X } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { PageWaiting } from '../../../app/page-waiting.tsx';
import layout from '../../../app/shell/full-page.module.css';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { useTitle } from '../../../app/title.ts';
import { Button, buttonClass } from '../../../components/button.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { formatPlural } from '../../../components/format.ts';
import { SearchField } from '../../../components/search-field.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { useEvaluations } from '../../../data/evaluations.ts';
import { useLiveProject } from '../../../data/live.ts';
import { useProject } from '../../../data/projects.ts';
import { joinTexts } from '../../../panels/view/list-text.ts';
import { EvaluationsNav } from '../evaluations-nav.tsx';
import { NewLeaderboard } from '../leaderboards/new-leaderboard.tsx';
import { evaluationColumns } from './columns.tsx';
import { FirstEvaluation } from './first-evaluation.tsx';
import {
  type ListState,
  listEvaluations,
  nextSort,
  readListState,
  type StatusChoice,
  scoreKeys,
  writeListState,
} from './list-state.ts';
import { ScoresControl } from './scores-control.tsx';

const route = getRouteApi('/$entity/$project/weave/evaluations');

/** How many evaluations are compared at once. */
const MOST_COMPARED = 10;
/** Scores that are columns until somebody chooses others. */
const FIRST_SCORES = 4;
const BASE_WIDTH = 1_240;
const SCORE_WIDTH = 128;

const STATUS_CHOICES: readonly { readonly value: StatusChoice; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'complete', label: 'Complete' },
  { value: 'running', label: 'Running' },
  { value: 'partial', label: 'Partial' },
  { value: 'failed', label: 'Failed' },
];

/** The evaluations of a project. */
export function EvaluationsPage() {
  const { entity, project } = route.useParams();
  const query = useEvaluations({ entity, project });
  useTitle('Evaluations', project, entity);
  useLiveProject(entity, project);
  if (query.data === undefined) return <PageWaiting queries={[query]} />;
  return (
    <EvaluationsList
      key={`${entity}/${project}`}
      entity={entity}
      project={project}
      all={query.data.pages.flat()}
      hasMore={query.hasNextPage}
      onMore={query.isFetchingNextPage ? null : query.fetchNextPage}
    />
  );
}

function EvaluationsList({
  entity,
  project,
  all,
  hasMore,
  onMore,
}: {
  readonly entity: string;
  readonly project: string;
  readonly all: readonly EvaluationView[];
  /** Older ones are there that were not read yet. */
  readonly hasMore: boolean;
  /** Reads them; null while it does. */
  readonly onMore: (() => unknown) | null;
}) {
  const navigate = route.useNavigate();
  const typed = readListState(route.useSearch());
  const text = useDeferredValue(typed.text);
  const canWrite = useProject(entity, project).data?.canWrite ?? false;
  const field = useRef<HTMLInputElement>(null);
  const [ids, setIds] = useState<readonly string[]>([]);
  const [shownScores, setShownScores] = useState<readonly string[] | null>(null);
  const change = (part: Partial<ListState>) =>
    void navigate({ search: () => writeListState({ ...typed, ...part }), replace: true });
  useShortcuts('Evaluations', [
    { keys: '/', label: 'Search evaluations', run: () => field.current?.focus() },
  ]);
  // What is searched, or stands in another order, is only known once all are here.
  const needsAll = hasMore && Object.keys(writeListState(typed)).length > 0;
  useEffect(() => {
    if (needsAll) onMore?.();
  }, [needsAll, onMore]);
  const rows = listEvaluations(all, { ...typed, text });
  const keys = useMemo(() => scoreKeys(all), [all]);
  const scores = shownScores ?? keys.slice(0, FIRST_SCORES);
  const columns = evaluationColumns({ entity, project }, scores, {
    ids,
    isFull: ids.length >= MOST_COMPARED,
    toggle: (id) => setIds(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]),
  });
  return (
    <div className={layout.page}>
      <div className={layout.toolbar}>
        <h1 className="visually-hidden">Evaluations</h1>
        <EvaluationsNav entity={entity} project={project} />
        <SearchField
          className={layout.search}
          label="Search evaluations"
          placeholder="Search names, models, datasets"
          inputRef={field}
          value={typed.text}
          onChange={(next) => change({ text: next })}
        />
        <Segmented
          label="Which evaluations are listed"
          value={typed.status}
          choices={STATUS_CHOICES}
          onChange={(status) => change({ status })}
        />
        {typed.uses === '' ? null : (
          <Button icon={<X aria-hidden />} onClick={() => change({ uses: '' })}>
            Used {shownText(nameOfRef(typed.uses))}
          </Button>
        )}
        <span className={layout.spacer} />
        <span className={layout.count} role="status">
          {formatPlural(rows.length, 'evaluation')}
          {needsAll ? ', looking for more' : hasMore ? ' or more' : ''}
        </span>
        {canWrite ? (
          <Link
            to="/$entity/$project/weave/evaluations/new"
            params={{ entity, project }}
            className={buttonClass()}
          >
            <Plus aria-hidden size={14} />
            New evaluation
          </Link>
        ) : null}
        <ScoresControl keys={keys} chosen={scores} onChange={setShownScores} />
      </div>
      {ids.length === 0 ? null : (
        <div className={layout.bar}>
          <span>
            {formatPlural(ids.length, 'evaluation')} chosen
            {ids.length < 2 ? '; choose another to compare' : ''}
          </span>
          {ids.length < 2 ? null : (
            <Link
              to="/$entity/$project/weave/compare-evaluations"
              params={{ entity, project }}
              search={{ ids: joinTexts(ids) }}
              className={buttonClass('primary')}
            >
              <Scale aria-hidden size={14} />
              Compare
            </Link>
          )}
          {canWrite ? (
            <NewLeaderboard
              entity={entity}
              project={project}
              evaluations={all.filter(({ id }) => ids.includes(id))}
            />
          ) : null}
          <Button kind="quiet" onClick={() => setIds([])}>
            Choose none
          </Button>
        </div>
      )}
      <div className={layout.list}>
        {rows.length > 0 ? (
          <DataTable
            label="Evaluations"
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            rowHeight={44}
            minWidth={BASE_WIDTH + scores.length * SCORE_WIDTH}
            sort={typed.sort}
            onSort={(column) => change({ sort: nextSort(typed.sort, column) })}
            onEnd={hasMore && onMore !== null ? () => void onMore() : undefined}
          />
        ) : all.length > 0 ? (
          <EmptyState title="No evaluation matches">Nothing here is like that.</EmptyState>
        ) : (
          <FirstEvaluation entity={entity} project={project} />
        )}
      </div>
    </div>
  );
}

/** `weave:///entity/project/object/name:digest` is `name:digest`, shortened. */
const nameOfRef = (ref: string): string => ref.replace(/^.*\//, '').replace(/:(.{8}).*$/s, ':$1');
