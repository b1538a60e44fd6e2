import { DATASET_FORMATS } from '@runloom/model';
import { getRouteApi } from '@tanstack/react-router';
import { Download, Plus, Redo2, Split, Undo2 } from 'lucide-react';
import { useReducer, useState } from 'react';
import { PageError } from '../../../app/page-error.tsx';
import page from '../../../app/shell/page.module.css';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { useTitle } from '../../../app/title.ts';
import { Badge } from '../../../components/badge.tsx';
import { Button } from '../../../components/button.tsx';
import { classNames } from '../../../components/class-names.ts';
import { CodeBlock } from '../../../components/code-block.tsx';
import { CopyButton } from '../../../components/copy-button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { FileLink } from '../../../components/file-link.tsx';
import { formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { Menu, MenuLink } from '../../../components/menu.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { datasetExportAddress } from '../../../data/datasets.ts';
import { useProject } from '../../../data/projects.ts';
import { useWeaveVersion, useWeaveVersions } from '../../../data/weave-objects.ts';
import { referenceOf } from '../../../data/weave-versions.ts';
import { ObjectsNav } from '../../objects/objects-nav.tsx';
import { Published } from '../../objects/published.tsx';
import { VersionSelect } from '../../objects/version-select.tsx';
import styles from '../datasets.module.css';
import { Changes } from './changes.tsx';
import { NO_EDITS, reduceEdits } from './edits.ts';
import { Grid } from './grid.tsx';
import { PublishBar } from './publish-bar.tsx';
import { SplitDialog } from './split-dialog.tsx';
import { datasetCode } from './use-code.ts';

const route = getRouteApi('/$entity/$project/weave/datasets/$name');

const TABS = [
  { value: 'rows', label: 'Rows' },
  { value: 'changes', label: 'Changes' },
  { value: 'use', label: 'Use' },
] as const;
type Tab = (typeof TABS)[number]['value'];

const FORMAT_NAMES = {
  csv: 'CSV',
  tsv: 'TSV',
  json: 'JSON',
  jsonl: 'JSON lines',
  parquet: 'Parquet',
} as const;

/** A version of a dataset: its rows to read and change, what changed, and how to use it. */
export function DatasetPage() {
  const { entity, project, name } = route.useParams();
  const { version = 'latest' } = route.useSearch();
  const address = { entity, project, kind: 'object' as const, name };
  const query = useWeaveVersion(address, version);
  useTitle(name, project, entity);
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const { table, digest } = query.data;
  if (table === null) {
    return (
      <EmptyState title="No rows" heading="h1">
        “{shownText(name)}” is no dataset, or its rows never came to this project.
      </EmptyState>
    );
  }
  return <Version key={digest} address={address} found={query.data} table={table} />;
}

type Found = NonNullable<ReturnType<typeof useWeaveVersion>['data']>;

function Version({
  address,
  found,
  table,
}: {
  readonly address: Parameters<typeof useWeaveVersion>[0];
  readonly found: Found;
  readonly table: NonNullable<Found['table']>;
}) {
  const { entity, project, name } = address;
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const tab: Tab = TABS.find(({ value }) => value === search.tab)?.value ?? 'rows';
  const canEdit = useProject(entity, project).data?.canWrite ?? false;
  const versions = useWeaveVersions(address).data ?? [found];
  const [history, dispatch] = useReducer(reduceEdits, NO_EDITS);
  const [dialog, setDialog] = useState<'column' | 'split' | null>(null);
  useShortcuts('Dataset', [
    { keys: 'mod+z', label: 'Take the last change back', run: () => dispatch({ kind: 'undo' }) },
    { keys: 'mod+shift+z', label: 'Do it again', run: () => dispatch({ kind: 'redo' }) },
  ]);
  const code = datasetCode(address, found.versionIndex);
  const shown = table.rowCount + history.now.inserted.length;
  return (
    <div className={classNames(page.page, page.fill, styles.wide)}>
      <ObjectsNav entity={entity} project={project} />
      <div className={page.head}>
        <h1 className={page.title}>{shownText(name)}</h1>
        {found.aliases.map((alias) => (
          <Badge key={alias} tone="accent">
            {shownText(alias)}
          </Badge>
        ))}
        <span className={page.spacer} />
        <VersionSelect
          label="Version"
          versions={versions}
          digest={found.digest}
          onChange={(digest) =>
            void navigate({ search: (old) => ({ ...old, version: digest }), replace: false })
          }
        />
      </div>
      <div className={styles.facts}>
        <span>{formatPlural(table.rowCount, 'row')}</span>
        <span>{formatPlural(versions.length, 'version')}</span>
        <Published version={found} />
        <span>
          <span className={styles.code}>{found.digest.slice(0, 12)}</span>
          <CopyButton
            text={referenceOf({ ...address, version: found.digest })}
            label="Copy the reference"
          />
        </span>
        <Description value={found.value} />
      </div>
      <div className={styles.toolbar}>
        <Segmented
          label="What is shown"
          value={tab}
          choices={TABS}
          onChange={(next) =>
            void navigate({
              search: ({ version }) => ({ version, ...(next === 'rows' ? {} : { tab: next }) }),
              replace: true,
            })
          }
        />
        <span className={styles.spacer} />
        {canEdit && tab === 'rows' ? (
          <>
            <IconButton
              label="Undo"
              icon={<Undo2 aria-hidden />}
              disabled={history.past.length === 0}
              onClick={() => dispatch({ kind: 'undo' })}
            />
            <IconButton
              label="Redo"
              icon={<Redo2 aria-hidden />}
              disabled={history.future.length === 0}
              onClick={() => dispatch({ kind: 'redo' })}
            />
            <Button
              icon={<Plus aria-hidden />}
              onClick={() => dispatch({ kind: 'insert row', place: shown })}
            >
              Row
            </Button>
            <Button icon={<Plus aria-hidden />} onClick={() => setDialog('column')}>
              Column
            </Button>
            <Button icon={<Split aria-hidden />} onClick={() => setDialog('split')}>
              Split…
            </Button>
          </>
        ) : null}
        <Menu align="end" trigger={<IconButton label="Download" icon={<Download aria-hidden />} />}>
          {DATASET_FORMATS.map((format) => (
            <MenuLink
              key={format}
              render={
                <FileLink
                  href={datasetExportAddress({ entity, project }, name, found.digest, format)}
                />
              }
            >
              {FORMAT_NAMES[format]}
            </MenuLink>
          ))}
        </Menu>
      </div>
      <div className={styles.body}>
        <PublishBar
          place={{ entity, project }}
          name={name}
          base={found}
          latest={versions.find(({ isLatest }) => isLatest)?.digest ?? found.digest}
          edits={history.now}
          dispatch={dispatch}
          onPublished={() => void navigate({ search: {}, replace: true })}
        />
        {tab === 'rows' ? (
          <Grid
            entity={entity}
            project={project}
            digest={table.digest}
            rowCount={table.rowCount}
            edits={history.now}
            canEdit={canEdit}
            dispatch={dispatch}
            isAddingColumn={dialog === 'column'}
            onColumnAdded={() => setDialog(null)}
          />
        ) : null}
        {tab === 'changes' ? (
          <Changes
            place={{ entity, project }}
            name={name}
            to={found}
            versions={versions}
            from={search.from ?? null}
            onFrom={(from) => void navigate({ search: (old) => ({ ...old, from }), replace: true })}
          />
        ) : null}
        {tab === 'use' ? (
          <>
            <CodeBlock label="Python" text={code.python} />
            <CodeBlock label="TypeScript" text={code.typescript} />
          </>
        ) : null}
      </div>
      {dialog === 'split' ? (
        <SplitDialog
          place={{ entity, project }}
          name={name}
          version={found.digest}
          rowCount={table.rowCount}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </div>
  );
}

function Description({ value }: { readonly value: unknown }) {
  if (typeof value !== 'object' || value === null || !('description' in value)) return null;
  const { description } = value;
  return typeof description === 'string' ? <span>{shownText(description)}</span> : null;
}
