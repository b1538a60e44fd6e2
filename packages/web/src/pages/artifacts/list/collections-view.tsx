import {
  ARTIFACT_SORTS,
  type ArtifactSort,
  type ArtifactTypeList,
  isMachineMadeType,
} from '@runloom/model';
import { getRouteApi } from '@tanstack/react-router';
import { Boxes } from 'lucide-react';
import { useDeferredValue, useRef } from 'react';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { CodeBlock } from '../../../components/code-block.tsx';
import type { Sort } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { SearchField } from '../../../components/search-field.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { formatSort, parseSort } from '../../../components/sort-text.ts';
import { Truncated } from '../../../components/truncated.tsx';
import { useArtifactTypes, useCollections } from '../../../data/artifacts.ts';
import styles from '../artifacts.module.css';
import { CollectionsTable } from './collections-table.tsx';

const route = getRouteApi('/$entity/$project/artifacts');

interface SearchChange {
  readonly q?: string;
  readonly sort?: string;
  readonly type?: string | undefined;
  readonly machine?: string | undefined;
}

type TypeOfArtifacts = ArtifactTypeList['types'][number];

/** Those that people name, and those that clients make by themselves. */
function splitTypes(
  types: readonly TypeOfArtifacts[],
): [made: readonly TypeOfArtifacts[], folded: readonly TypeOfArtifacts[]] {
  const folded = types.filter(({ name }) => isMachineMadeType(name));
  return [types.filter((type) => !folded.includes(type)), folded];
}

/** Texts begin with a, numbers and times with the most. */
const ASCENDING_FIRST: ReadonlySet<string> = new Set(['name', 'type']);

/** Collections of artifacts, narrowed by type and name. */
export function CollectionsView({
  entity,
  project,
  canWrite,
}: {
  readonly entity: string;
  readonly project: string;
  readonly canWrite: boolean;
}) {
  const { q = '', sort: sortText, type, machine } = route.useSearch();
  const navigate = route.useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const sort = readSort(sortText);
  const search = useDeferredValue(q);
  const types = useArtifactTypes(entity, project);
  const isUnfolded = machine === 'shown' || (type !== undefined && isMachineMadeType(type));
  const list = useCollections(entity, project, {
    type,
    machineMade: isUnfolded ? 'with' : 'without',
    search: search === '' ? undefined : search.slice(0, 128),
    sort: sort.column as ArtifactSort,
    direction: sort.direction,
  });
  const change = (part: SearchChange) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  useShortcuts('Artifacts', [
    { keys: '/', label: 'Search artifacts', run: () => field.current?.focus() },
  ]);

  if (list.data === undefined) {
    if (list.isPending) return <Skeleton lines={8} height={20} label="Loading artifacts" />;
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  }
  const rows = list.data.pages.flatMap(({ collections }) => collections);
  const total = list.data.pages[0]?.totalCount ?? 0;
  const [made, folded] = splitTypes(types.data ?? []);
  const foldedCount = folded.reduce((sum, { collectionCount }) => sum + collectionCount, 0);
  const isAll = q === '' && type === undefined;
  if (
    types.data !== undefined &&
    total === 0 &&
    foldedCount === 0 &&
    isAll &&
    !list.isPlaceholderData
  ) {
    return <NoArtifacts project={project} canWrite={canWrite} />;
  }
  return (
    <>
      <div className={styles.toolbar}>
        <SearchField
          className={styles.search}
          label="Search artifacts"
          inputRef={field}
          value={q}
          onChange={(text) => change({ q: text })}
        />
        <fieldset className={styles.types}>
          <legend className="visually-hidden">Type</legend>
          {[...made, ...(isUnfolded ? folded : [])].map(({ name, collectionCount }) => (
            <button
              key={name}
              type="button"
              className={styles.type}
              aria-pressed={name === type}
              onClick={() => change({ type: name === type ? undefined : name })}
            >
              <Truncated text={name} />
              <span className={styles.typeCount}>{formatCount(collectionCount)}</span>
            </button>
          ))}
          {foldedCount === 0 ? null : (
            <button
              type="button"
              className={styles.type}
              aria-pressed={isUnfolded}
              title={folded.map(({ name }) => name).join(', ')}
              onClick={() =>
                change({
                  machine: isUnfolded ? undefined : 'shown',
                  ...(isUnfolded && type !== undefined && isMachineMadeType(type)
                    ? { type: undefined }
                    : {}),
                })
              }
            >
              Made by the client
              <span className={styles.typeCount}>{formatCount(foldedCount)}</span>
            </button>
          )}
        </fieldset>
        <span className={styles.none} role="status">
          {formatPlural(total, 'artifact')}
        </span>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={isAll ? 'Only what the client made by itself' : 'No artifact matches'}>
          {isUnfolded || foldedCount === 0
            ? 'Nothing of this type has such a name.'
            : 'Tables and other artifacts that the client makes by itself are folded away.'}
        </EmptyState>
      ) : (
        <div className={styles.list}>
          <CollectionsTable
            entity={entity}
            project={project}
            rows={rows}
            search={search}
            sort={sort}
            onSort={(column) => change({ sort: formatSort(nextSort(sort, column)) })}
            onEnd={
              list.hasNextPage && !list.isFetchingNextPage
                ? () => void list.fetchNextPage()
                : undefined
            }
          />
        </div>
      )}
    </>
  );
}

function readSort(text: string | undefined): Sort {
  const sort = parseSort(text ?? '');
  if (ARTIFACT_SORTS.some((one) => one === sort.column)) return sort;
  return { column: 'updated', direction: 'descending' };
}

function nextSort(sort: Sort, column: string): Sort {
  if (sort.column !== column) {
    return { column, direction: ASCENDING_FIRST.has(column) ? 'ascending' : 'descending' };
  }
  return { column, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' };
}

function NoArtifacts({
  project,
  canWrite,
}: {
  readonly project: string;
  readonly canWrite: boolean;
}) {
  const code = [
    'import wandb',
    '',
    `with wandb.init(project=${JSON.stringify(project)}) as run:`,
    '    data = wandb.Artifact("my-data", type="dataset")',
    '    data.add_file("data.csv")',
    '    run.log_artifact(data)',
  ].join('\n');
  return (
    <EmptyState
      icon={<Boxes aria-hidden />}
      title="No artifacts yet"
      action={canWrite ? <CodeBlock label="Lines of Python" title="Python" text={code} /> : null}
    >
      Datasets, models, tables and code that runs log as artifacts appear here, version by version.
    </EmptyState>
  );
}
