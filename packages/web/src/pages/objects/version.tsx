import type { WeaveObjectKind, WeaveVersionDetail } from '@runloom/model';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { PageError } from '../../app/page-error.tsx';
import page from '../../app/shell/page.module.css';
import { PagePending } from '../../app/shell/page-pending.tsx';
import { useTitle } from '../../app/title.ts';
import { Badge } from '../../components/badge.tsx';
import { buttonClass } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { formatBytes, formatPlural } from '../../components/format.ts';
import { Panel } from '../../components/panel.tsx';
import { shownText } from '../../components/shown-text.ts';
import { TextComparison } from '../../components/text-diff/text-comparison.tsx';
import { valueText } from '../../components/value-tree/api-json.ts';
import { ValueTree } from '../../components/value-tree/value-tree.tsx';
import {
  useWeaveVersion,
  useWeaveVersions,
  type WeaveObjectAddress,
} from '../../data/weave-objects.ts';
import { referenceOf, weaveFileAddress } from '../../data/weave-versions.ts';
import { mediaFiles } from './media-files.ts';
import styles from './objects.module.css';
import { Published } from './published.tsx';
import { TableRows } from './table-rows.tsx';
import { VersionSelect } from './version-select.tsx';

const TREE_HEIGHT = 460;
const PAGES = {
  object: '/$entity/$project/weave/objects/$name/versions/$version',
  op: '/$entity/$project/weave/ops/$name/versions/$version',
} as const;

const LISTS = {
  object: '/$entity/$project/weave/objects',
  op: '/$entity/$project/weave/ops',
} as const;

export const ObjectVersionPage = () => <VersionPage kind="object" />;
export const OpVersionPage = () => <VersionPage kind="op" />;

/** One version of an object or an op: what it is, and what changed. */
function VersionPage({ kind }: { readonly kind: WeaveObjectKind }) {
  const { entity = '', project = '', name = '', version = '' } = useParams({ strict: false });
  const address = { entity, project, kind, name };
  const query = useWeaveVersion(address, version);
  useTitle(`${name} ${query.data ? `v${query.data.versionIndex}` : ''}`, project, entity);
  if (query.data === undefined) {
    if (query.isPending) return <PagePending />;
    return <PageError error={query.error} onRetry={() => void query.refetch()} />;
  }
  const found = query.data;
  return (
    <div className={classNames(page.page, styles.wide)}>
      <Header address={address} version={found} />
      {kind === 'op' ? <Source version={found} /> : null}
      {found.table === null ? null : (
        <Panel
          title="Rows"
          count={formatPlural(found.table.rowCount, 'row')}
          isFlush
          controls={
            <Link
              to="/$entity/$project/weave/datasets/$name"
              params={{ entity, project, name }}
              search={{ version }}
              className={buttonClass('secondary', 'small')}
            >
              Edit, compare, export
            </Link>
          }
        >
          <TableRows
            key={found.table.digest}
            entity={entity}
            project={project}
            digest={found.table.digest}
          />
        </Panel>
      )}
      <Media entity={entity} project={project} value={found.value} />
      {kind === 'object' ? (
        <Panel title="Value" count={formatBytes(found.sizeBytes)}>
          <ValueTree
            value={found.value}
            label="Value"
            maxHeight={TREE_HEIGHT}
            whenEmpty={JSON.stringify(found.value)}
          />
        </Panel>
      ) : null}
      {found.previous === null ? null : (
        <TextComparison
          title={`Changes from v${found.previous.versionIndex}`}
          before={textOf(found.previous)}
          after={textOf(found)}
          tooDifferent="The versions differ in too many lines to be compared here."
        />
      )}
      <CodeBlock label="Python to use it" text={useCode(address, found)} />
    </div>
  );
}

function Header({
  address,
  version,
}: {
  readonly address: WeaveObjectAddress;
  readonly version: WeaveVersionDetail;
}) {
  const { entity, project, kind, name } = address;
  const navigate = useNavigate();
  const versions = useWeaveVersions(address).data ?? [version];
  return (
    <>
      <div className={page.head}>
        <h1 className={page.title}>{shownText(name)}</h1>
        {version.leafClass === null ? null : <Badge>{shownText(version.leafClass)}</Badge>}
        {version.aliases.map((alias) => (
          <Badge key={alias} tone="accent">
            {shownText(alias)}
          </Badge>
        ))}
        {version.tags.map((tag) => (
          <Badge key={tag}>{shownText(tag)}</Badge>
        ))}
        <span className={page.spacer} />
        <VersionSelect
          label="Version"
          versions={versions}
          digest={version.digest}
          onChange={(digest) =>
            void navigate({ to: PAGES[kind], params: { entity, project, name, version: digest } })
          }
        />
      </div>
      <div className={styles.facts}>
        <Link to={LISTS[kind]} params={{ entity, project }}>
          All {kind}s
        </Link>
        <Link
          to="/$entity/$project/weave/evaluations"
          params={{ entity, project }}
          search={{ uses: refOf(address, version) }}
        >
          Evaluations that used this
        </Link>
        <span>{formatPlural(versions.length, 'version')}</span>
        <Published version={version} />
        <span className={styles.labels}>
          <span className={styles.mono} title={version.digest}>
            {version.digest.slice(0, 12)}
          </span>
          <CopyButton text={refOf(address, version)} label="Copy the reference" />
        </span>
      </div>
    </>
  );
}

function Source({ version }: { readonly version: WeaveVersionDetail }) {
  if (version.source !== null) return <CodeBlock label="Source" text={version.source} />;
  return (
    <Panel title="Source">
      <p className={styles.none}>The file with the source of this op has not come.</p>
    </Panel>
  );
}

function Media({
  entity,
  project,
  value,
}: {
  readonly entity: string;
  readonly project: string;
  readonly value: unknown;
}) {
  const files = useMemo(() => mediaFiles(value), [value]);
  if (files.length === 0) return null;
  return (
    <Panel title="Media" count={formatPlural(files.length, 'file')} isFlush>
      <div className={styles.media}>
        {files.map(({ path, name, digest, kind }) => {
          const address = weaveFileAddress({ entity, project }, digest, name);
          const label = path === '' ? name : path;
          return (
            <figure key={`${path}/${name}`} className={styles.figure}>
              {kind === 'image' ? (
                <img className={styles.picture} src={address} alt={label} loading="lazy" />
              ) : kind === 'audio' ? (
                // biome-ignore lint/a11y/useMediaCaption: nothing is known of what is said
                <audio className={styles.sound} src={address} controls preload="none" />
              ) : (
                // biome-ignore lint/a11y/useMediaCaption: nothing is known of what is said
                <video className={styles.picture} src={address} controls preload="none" />
              )}
              <figcaption className={styles.none}>{shownText(label)}</figcaption>
            </figure>
          );
        })}
      </div>
    </Panel>
  );
}

const refOf = (address: WeaveObjectAddress, { digest }: WeaveVersionDetail): string =>
  referenceOf({ ...address, version: digest });

const useCode = (address: WeaveObjectAddress, version: WeaveVersionDetail): string =>
  [
    'import weave',
    '',
    `weave.init("${address.entity}/${address.project}")`,
    `${address.kind === 'op' ? 'op' : 'value'} = weave.ref("${refOf(address, version)}").get()`,
  ].join('\n');

const textOf = ({ source, value }: { readonly source: string | null; readonly value?: unknown }) =>
  source ?? valueText(value ?? null, 2);
