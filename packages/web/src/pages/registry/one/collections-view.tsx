import type { RegistryCollectionList, RegistryView } from '@runloom/model';
import { getRouteApi, Link } from '@tanstack/react-router';
import { PackageOpen } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useShortcuts } from '../../../app/shortcuts/provider.tsx';
import { Button } from '../../../components/button.tsx';
import { CodeBlock } from '../../../components/code-block.tsx';
import { type Column, DataTable, rowLinkClass } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { Highlight } from '../../../components/highlight.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useRegistryCollections } from '../../../data/registries.ts';
import { AliasChips, TagChip } from '../chips.tsx';
import styles from '../registry.module.css';

type Found = RegistryCollectionList['collections'][number];

const route = getRouteApi('/orgs/$organization/registry/$registry/');

/** Collections of a registry, searched by anything that is said of them. */
export function CollectionsView({
  registry,
  onLink,
}: {
  readonly registry: RegistryView;
  /** Null for who may not. */
  readonly onLink: (() => void) | null;
}) {
  const { q = '', type } = route.useSearch();
  const navigate = route.useNavigate();
  const input = useRef<HTMLInputElement>(null);
  useShortcuts('List', [{ keys: '/', label: 'Search', run: () => input.current?.focus() }]);
  const { organization, name } = registry;
  const query = useRegistryCollections({ organization, registry: name }, { search: q, type });
  const pages = query.data?.pages ?? [];
  const rows = pages.flatMap(({ collections }) => collections);
  const [first] = pages;
  const set = (change: { q?: string | undefined; type?: string | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });

  if (query.isPending) return <Skeleton lines={5} />;
  if (query.isError && first === undefined) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const total = first?.totalCount ?? 0;
  if (total === 0 && q === '' && type === undefined) {
    return <NoCollections registry={registry} onLink={onLink} />;
  }
  return (
    <>
      <div className={styles.bar}>
        <SearchField
          label="Search collections"
          placeholder="Name, description, tag, alias or metadata"
          value={q}
          className={styles.search}
          inputRef={input}
          onChange={(text) => set({ q: text === '' ? undefined : text })}
        />
        <select
          aria-label="Type"
          value={type ?? ''}
          onChange={(event) => set({ type: event.target.value || undefined })}
        >
          <option value="">Every type</option>
          {first?.types.map((each) => (
            <option key={each.name} value={each.name}>
              {each.name} ({formatCount(each.collectionCount)})
            </option>
          ))}
        </select>
        <span className={styles.count} role="status">
          {formatPlural(total, 'collection')}
        </span>
        {query.hasNextPage ? (
          <Button
            kind="quiet"
            size="small"
            isBusy={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Show more than {formatCount(rows.length)}
          </Button>
        ) : null}
      </div>
      {rows.length === 0 ? (
        <p className={styles.muted}>Nothing in this registry matches.</p>
      ) : (
        <CollectionsTable registry={registry} rows={rows} search={q} />
      )}
    </>
  );
}

function CollectionsTable({
  registry,
  rows,
  search,
}: {
  readonly registry: RegistryView;
  readonly rows: readonly Found[];
  readonly search: string;
}) {
  const { organization, name, protectedAliases } = registry;
  const columns = useMemo<readonly Column<Found>[]>(
    () => [
      {
        id: 'name',
        title: 'Collection',
        width: 'minmax(180px, 2fr)',
        render: (found) => (
          <Link
            to="/orgs/$organization/registry/$registry/$collection"
            params={{ organization, registry: name, collection: found.name }}
            className={rowLinkClass}
          >
            <Truncated text={found.name}>
              <Highlight text={found.name} search={search} />
            </Truncated>
          </Link>
        ),
      },
      {
        id: 'type',
        title: 'Type',
        width: 'minmax(80px, 120px)',
        render: ({ type }) => <Truncated text={type} className={styles.muted} />,
      },
      {
        id: 'latest',
        title: 'Latest',
        width: '72px',
        render: ({ latest }) => latest ?? <span className={styles.faint}>–</span>,
      },
      {
        id: 'aliases',
        title: 'Aliases',
        width: 'minmax(140px, 2fr)',
        render: ({ aliases }) => (
          <AliasChips
            aliases={aliases.map(({ alias }) => alias).filter((alias) => alias !== 'latest')}
            protectedAliases={protectedAliases}
            most={3}
          />
        ),
      },
      {
        id: 'description',
        title: 'Description and tags',
        width: 'minmax(120px, 2fr)',
        render: ({ description, tags }) => (
          <span className={styles.chips}>
            {tags.slice(0, 2).map((tag) => (
              <TagChip key={tag} tag={tag} />
            ))}
            {tags.length > 2 ? <span className={styles.more}>+{tags.length - 2}</span> : null}
            <Truncated text={description.split('\n')[0] ?? ''} className={styles.muted} />
          </span>
        ),
      },
      {
        id: 'versions',
        title: 'Versions',
        width: '80px',
        align: 'end',
        render: ({ versionCount }) => formatCount(versionCount),
      },
      {
        id: 'updated',
        title: 'Updated',
        width: '112px',
        align: 'end',
        render: ({ updatedAt, lastLinkedAt }) => (
          <span className={styles.muted}>
            <TimeAgo at={Math.max(updatedAt, lastLinkedAt ?? 0)} />
          </span>
        ),
      },
    ],
    [organization, name, protectedAliases, search],
  );
  return (
    <div className={styles.table}>
      <DataTable
        label="Collections"
        columns={columns}
        rows={rows}
        rowKey={(found) => found.name}
        minWidth={860}
      />
    </div>
  );
}

function NoCollections({
  registry,
  onLink,
}: {
  readonly registry: RegistryView;
  readonly onLink: (() => void) | null;
}) {
  return (
    <EmptyState
      icon={<PackageOpen aria-hidden />}
      title="Nothing is linked yet"
      action={onLink === null ? undefined : <Button onClick={onLink}>Link a version</Button>}
    >
      {onLink === null ? (
        'Members and admins of the registry link versions into it.'
      ) : (
        <>
          <p>A collection is made by the first version that is linked into it.</p>
          <CodeBlock
            label="Python to paste"
            text={`run.link_artifact(artifact, "${registry.project}/my-collection", aliases=["staging"])`}
          />
        </>
      )}
    </EmptyState>
  );
}
