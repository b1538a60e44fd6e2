import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { classNames } from '../../components/class-names.ts';
import { type Column, DataTable, rowLinkClass } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatPlural } from '../../components/format.ts';
import { SearchField } from '../../components/search-field.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useWeaveObjects } from '../../data/weave-objects.ts';
import { type Listed, ListedName, VERSION_COLUMNS } from './listed-columns.tsx';
import styles from './objects.module.css';
import { ObjectsNav } from './objects-nav.tsx';

const PARTS = {
  datasets: { title: 'Datasets', noun: 'dataset', baseClass: 'Dataset' },
  prompts: { title: 'Prompts', noun: 'prompt', baseClass: 'Prompt' },
} as const;

/** Objects of one class with their newest versions, and what makes a new one. */
export function NamedList({
  part,
  entity,
  project,
  search,
  empty,
  action,
}: {
  readonly part: keyof typeof PARTS;
  readonly entity: string;
  readonly project: string;
  readonly search: string;
  /** In place of the list, where there is none. */
  readonly empty: ReactNode;
  /** Told the names that are taken. */
  readonly action: (names: readonly string[]) => ReactNode;
}) {
  const { title, noun, baseClass } = PARTS[part];
  const navigate = useNavigate();
  const query = useWeaveObjects(entity, project, 'object');
  useTitle(title, project, entity);
  const listed = useMemo(
    () => (query.data ?? []).filter((one) => one.baseClass === baseClass),
    [query.data, baseClass],
  );
  const rows = listed.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  const columns = useMemo(
    () => columnsOf(part, entity, project, search),
    [part, entity, project, search],
  );
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className={classNames(page.page, page.fill, styles.wide)}>
      <ObjectsNav entity={entity} project={project} />
      <div className={page.head}>
        <h1 className={page.title}>{title}</h1>
        <span className={page.spacer} />
        {action(listed.map(({ name }) => name))}
      </div>
      {listed.length === 0 ? (
        empty
      ) : (
        <>
          <div className={styles.toolbar}>
            <SearchField
              className={styles.search}
              label={`Search ${part}`}
              value={search}
              onChange={(text) =>
                void navigate({
                  to: `/$entity/$project/weave/${part}`,
                  params: { entity, project },
                  search: text === '' ? {} : { q: text },
                  replace: true,
                })
              }
            />
            <span className={styles.none} role="status">
              {formatPlural(rows.length, noun)}
            </span>
          </div>
          {rows.length === 0 ? (
            <EmptyState title="Nothing matches">No {noun} has such a name.</EmptyState>
          ) : (
            <div className={styles.list}>
              <DataTable
                label={title}
                columns={columns}
                rows={rows}
                rowKey={({ name }) => name}
                minWidth={640}
              />
            </div>
          )}
        </>
      )}
    </div>
  );
}

function columnsOf(
  part: keyof typeof PARTS,
  entity: string,
  project: string,
  search: string,
): readonly Column<Listed>[] {
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(240px, 3fr)',
      render: (listed) => (
        <ListedName
          listed={listed}
          search={search}
          link={(shown) => (
            <Link
              to={`/$entity/$project/weave/${part}/$name`}
              params={{ entity, project, name: listed.name }}
              className={rowLinkClass}
            >
              {shown}
            </Link>
          )}
        />
      ),
    },
    {
      id: 'class',
      title: 'Class',
      width: '150px',
      render: ({ latest }) => <Truncated text={latest.leafClass ?? '–'} />,
    },
    ...VERSION_COLUMNS,
  ];
}
