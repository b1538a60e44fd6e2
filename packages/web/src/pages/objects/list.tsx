import type { WeaveObjectKind } from '@runloom/model';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Boxes } from 'lucide-react';
import { useMemo, useState } from 'react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { classNames } from '../../components/class-names.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { type Column, DataTable, rowLinkClass, type Sort } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatPlural } from '../../components/format.ts';
import { SearchField } from '../../components/search-field.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useWeaveObjects } from '../../data/weave-objects.ts';
import { type Listed, ListedName, VERSION_COLUMNS } from './listed-columns.tsx';
import styles from './objects.module.css';
import { ObjectsNav } from './objects-nav.tsx';

const PAGES = {
  object: '/$entity/$project/weave/objects',
  op: '/$entity/$project/weave/ops',
} as const;
const VERSION_PAGES = {
  object: '/$entity/$project/weave/objects/$name/versions/$version',
  op: '/$entity/$project/weave/ops/$name/versions/$version',
} as const;

export const ObjectsPage = () => <WeaveList kind="object" />;
export const OpsPage = () => <WeaveList kind="op" />;

/** What clients of Weave published in a project. */
function WeaveList({ kind }: { readonly kind: WeaveObjectKind }) {
  const { entity = '', project = '' } = useParams({ strict: false });
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const navigate = useNavigate();
  const query = useWeaveObjects(entity, project, kind);
  const [sort, setSort] = useState<Sort>({ column: 'updated', direction: 'descending' });
  const title = kind === 'op' ? 'Ops' : 'Objects';
  useTitle(title, project, entity);
  const rows = useMemo(() => ordered(query.data ?? [], q, sort), [query.data, q, sort]);
  const columns = useMemo(() => columnsOf(entity, project, kind, q), [entity, project, kind, q]);
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className={classNames(page.page, page.fill, styles.wide)}>
      <ObjectsNav entity={entity} project={project} />
      <div className={page.head}>
        <h1 className={page.title}>{title}</h1>
      </div>
      {query.data.length === 0 ? (
        <Nothing kind={kind} entity={entity} project={project} />
      ) : (
        <>
          <div className={styles.toolbar}>
            <SearchField
              className={styles.search}
              label={`Search ${title.toLowerCase()}`}
              value={q}
              onChange={(text) =>
                void navigate({
                  to: PAGES[kind],
                  params: { entity, project },
                  search: text === '' ? {} : { q: text },
                  replace: true,
                })
              }
            />
            <span className={styles.none} role="status">
              {formatPlural(rows.length, kind)}
            </span>
          </div>
          {rows.length === 0 ? (
            <EmptyState title="Nothing matches">No {kind} has such a name.</EmptyState>
          ) : (
            <div className={styles.list}>
              <DataTable
                label={title}
                columns={columns}
                rows={rows}
                rowKey={({ name }) => name}
                minWidth={720}
                sort={sort}
                onSort={(column) => setSort(nextSort(sort, column))}
              />
            </div>
          )}
        </>
      )}
    </div>
  );
}

function columnsOf(
  entity: string,
  project: string,
  kind: WeaveObjectKind,
  search: string,
): readonly Column<Listed>[] {
  const classColumn: Column<Listed> = {
    id: 'class',
    title: 'Class',
    width: 'minmax(110px, 1fr)',
    isSortable: true,
    render: ({ latest, baseClass }) => {
      const name = latest.leafClass ?? baseClass;
      return name === null ? <span className={styles.none}>–</span> : <Truncated text={name} />;
    },
  };
  return [
    {
      id: 'name',
      title: kind === 'op' ? 'Op' : 'Object',
      width: 'minmax(220px, 3fr)',
      isSortable: true,
      render: (listed) => (
        <ListedName
          listed={listed}
          search={search}
          link={(shown) => (
            <Link
              to={VERSION_PAGES[kind]}
              params={{ entity, project, name: listed.name, version: 'latest' }}
              className={rowLinkClass}
            >
              {shown}
            </Link>
          )}
        />
      ),
    },
    ...(kind === 'object' ? [classColumn] : []),
    ...VERSION_COLUMNS,
  ];
}

const KEYS: Readonly<Record<string, (row: Listed) => string | number>> = {
  name: ({ name }) => name.toLowerCase(),
  class: ({ latest, baseClass }) => latest.leafClass ?? baseClass ?? '',
  versions: ({ versionCount }) => versionCount,
  updated: ({ latest }) => latest.createdAt,
};

function ordered(rows: readonly Listed[], search: string, sort: Sort): readonly Listed[] {
  const wanted = search.toLowerCase();
  const keyOf = KEYS[sort.column] ?? (() => 0);
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return rows
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .toSorted((a, b) => {
      const [left, right] = [keyOf(a), keyOf(b)];
      return left < right ? -sign : left > right ? sign : 0;
    });
}

const nextSort = (sort: Sort, column: string): Sort => {
  const first = column === 'name' || column === 'class' ? 'ascending' : 'descending';
  if (sort.column !== column) return { column, direction: first };
  return { column, direction: sort.direction === 'ascending' ? 'descending' : 'ascending' };
};

function Nothing({
  kind,
  entity,
  project,
}: {
  readonly kind: WeaveObjectKind;
  readonly entity: string;
  readonly project: string;
}) {
  const start = `import weave\nweave.init("${entity}/${project}")\n\n`;
  const code =
    kind === 'op'
      ? `${start}@weave.op\ndef greet(name: str) -> str:\n    return f"Hello {name}"\n\ngreet("you")`
      : `${start}weave.publish(weave.Dataset(name="questions", rows=[{"question": "2 + 2?", "answer": "4"}]))`;
  return (
    <EmptyState
      icon={<Boxes />}
      title={kind === 'op' ? 'No ops yet' : 'No objects yet'}
      action={<CodeBlock label="Python to paste" text={code} />}
    >
      {kind === 'op'
        ? 'Functions that are traced with Weave stand here, each version with its source.'
        : 'Data sets, prompts, models and whatever else is published with Weave stand here.'}
    </EmptyState>
  );
}
