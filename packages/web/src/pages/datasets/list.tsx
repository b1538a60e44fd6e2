import type { WeaveObjectList } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Table2, Upload } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { type Column, DataTable, rowLinkClass } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { formatCount, formatPlural } from '../../components/format.ts';
import { Highlight } from '../../components/highlight.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { shownText } from '../../components/shown-text.ts';
import { TimeAgo } from '../../components/time-ago.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { useProject } from '../../data/projects.ts';
import { useWeaveObjects } from '../../data/weave-objects.ts';
import { ObjectsNav } from '../objects/objects-nav.tsx';
import styles from './datasets.module.css';

const ImportDialog = lazy(() =>
  import('./import/import-dialog.tsx').then((file) => ({ default: file.ImportDialog })),
);
const route = getRouteApi('/$entity/$project/weave/datasets');

type Listed = WeaveObjectList['objects'][number];

/** The datasets of a project, and a new one from a file. */
export function DatasetsPage() {
  const { entity, project } = route.useParams();
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useWeaveObjects(entity, project, 'object');
  const canWrite = useProject(entity, project).data?.canWrite ?? false;
  const [isImporting, setImporting] = useState(false);
  useTitle('Datasets', project, entity);
  const datasets = useMemo(
    () => (query.data ?? []).filter(({ baseClass }) => baseClass === 'Dataset'),
    [query.data],
  );
  const rows = datasets.filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()));
  const columns = useMemo(() => columnsOf(entity, project, q), [entity, project, q]);
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const importButton = canWrite ? (
    <Button icon={<Upload aria-hidden />} onClick={() => setImporting(true)}>
      Import a file
    </Button>
  ) : null;
  return (
    <div className={classNames(page.page, page.fill, styles.wide)}>
      <ObjectsNav entity={entity} project={project} />
      <div className={page.head}>
        <h1 className={page.title}>Datasets</h1>
        <span className={page.spacer} />
        {importButton}
      </div>
      {datasets.length === 0 ? (
        <EmptyState
          icon={<Table2 />}
          title="No datasets yet"
          action={
            <CodeBlock
              label="Python to paste"
              text={`import weave\nweave.init("${entity}/${project}")\n\nweave.publish(weave.Dataset(name="questions", rows=[{"question": "2 + 2?", "answer": "4"}]))`}
            />
          }
        >
          Import a file, choose traces and add them to a dataset, or publish one from a script.
        </EmptyState>
      ) : (
        <>
          <div className={styles.toolbar}>
            <SearchField
              className={styles.search}
              label="Search datasets"
              value={q}
              onChange={(text) =>
                void navigate({ search: text === '' ? {} : { q: text }, replace: true })
              }
            />
            <span className={styles.muted} role="status">
              {formatPlural(rows.length, 'dataset')}
            </span>
          </div>
          {rows.length === 0 ? (
            <EmptyState title="Nothing matches">No dataset has such a name.</EmptyState>
          ) : (
            <div className={styles.list}>
              <DataTable
                label="Datasets"
                columns={columns}
                rows={rows}
                rowKey={({ name }) => name}
                minWidth={640}
              />
            </div>
          )}
        </>
      )}
      {isImporting ? (
        <Suspense fallback={null}>
          <ImportDialog
            place={{ entity, project }}
            names={datasets.map(({ name }) => name)}
            onClose={() => setImporting(false)}
          />
        </Suspense>
      ) : null}
    </div>
  );
}

function columnsOf(entity: string, project: string, search: string): readonly Column<Listed>[] {
  return [
    {
      id: 'name',
      title: 'Dataset',
      width: 'minmax(240px, 3fr)',
      render: ({ name, latest }) => (
        <span className={styles.toolbar}>
          <Link
            to="/$entity/$project/weave/datasets/$name"
            params={{ entity, project, name }}
            className={rowLinkClass}
          >
            <Truncated text={name}>
              <Highlight text={name} search={search} />
            </Truncated>
          </Link>
          {latest.tags.slice(0, 3).map((tag) => (
            <Badge key={tag}>{shownText(tag)}</Badge>
          ))}
        </span>
      ),
    },
    {
      id: 'versions',
      title: 'Versions',
      width: '92px',
      align: 'end',
      render: ({ versionCount }) => formatCount(versionCount),
    },
    {
      id: 'latest',
      title: 'Latest',
      width: '84px',
      render: ({ latest }) => `v${latest.versionIndex}`,
    },
    {
      id: 'updated',
      title: 'Published',
      width: '130px',
      render: ({ latest }) => <TimeAgo at={latest.createdAt} />,
    },
    {
      id: 'by',
      title: 'By',
      width: 'minmax(90px, 1fr)',
      render: ({ latest }) => <Truncated text={latest.createdBy ?? '–'} />,
    },
  ];
}
