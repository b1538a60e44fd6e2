import type { RunArtifactList } from '@runloom/model';
import { Badge } from '../../../components/badge.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatBytes, formatCount, formatPlural } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Skeleton } from '../../../components/skeleton.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { useRunArtifacts } from '../../../data/artifact-files.ts';
import { VersionLink } from '../../artifacts/links.tsx';
import { useShownRun } from '../run-context.ts';
import styles from './artifacts-tab.module.css';

/** Versions that the run used, and those that it made. */
export function ArtifactsTab() {
  return (
    <div className={styles.page}>
      <ArtifactsPanel relation="input" />
      <ArtifactsPanel relation="output" />
    </div>
  );
}

const TEXTS = {
  input: {
    title: 'Inputs',
    none: 'This run used no artifact.',
    hint: 'run.use_artifact("name:latest")',
  },
  output: {
    title: 'Outputs',
    none: 'This run made no artifact.',
    hint: 'run.log_artifact(artifact)',
  },
} as const;

function ArtifactsPanel({ relation }: { readonly relation: 'input' | 'output' }) {
  const { entity, project, name } = useShownRun();
  const query = useRunArtifacts(entity, project, name, relation);
  const { title, none, hint } = TEXTS[relation];
  return (
    <Panel
      title={title}
      {...(query.data ? { count: formatCount(query.data.artifacts.length) } : {})}
      isFlush
    >
      {query.data === undefined ? (
        query.isPending ? (
          <div className={styles.padded}>
            <Skeleton lines={4} label={`Loading ${title.toLowerCase()}`} />
          </div>
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : query.data.artifacts.length === 0 && query.data.hiddenCount === 0 ? (
        <EmptyState title={none}>
          A script does so with <code>{hint}</code>.
        </EmptyState>
      ) : (
        <ArtifactsTable list={query.data} relation={relation} />
      )}
    </Panel>
  );
}

function ArtifactsTable({
  list,
  relation,
}: {
  readonly list: RunArtifactList;
  readonly relation: 'input' | 'output';
}) {
  const { entity, project } = useShownRun();
  return (
    <ScrollRegion className={styles.scrolled}>
      <Table label={TEXTS[relation].title}>
        <thead>
          <tr>
            <HeadCell width="32%">Version</HeadCell>
            <HeadCell>Type</HeadCell>
            <HeadCell width="22%">Aliases</HeadCell>
            {relation === 'input' ? <HeadCell>Used as</HeadCell> : null}
            <HeadCell align="end">Files</HeadCell>
            <HeadCell align="end">Size</HeadCell>
            <HeadCell align="end">Created</HeadCell>
          </tr>
        </thead>
        <tbody>
          {list.artifacts.map((each) => (
            <Row key={`${each.entity}/${each.project}/${each.artifact}:${each.version}`}>
              <Cell>
                <VersionLink {...each} from={{ entity, project }} />
              </Cell>
              <Cell isMuted>
                <Truncated text={each.type} />
              </Cell>
              <Cell>
                <span className={styles.aliases}>
                  {each.aliases.map((alias) => (
                    <Badge key={alias} tone="accent">
                      {shownText(alias)}
                    </Badge>
                  ))}
                </span>
              </Cell>
              {relation === 'input' ? (
                <Cell isMuted>
                  <Truncated text={each.usedAs} />
                </Cell>
              ) : null}
              <Cell align="end">{formatCount(each.fileCount)}</Cell>
              <Cell align="end">{formatBytes(each.sizeBytes)}</Cell>
              <Cell align="end" isMuted>
                <TimeAgo at={each.createdAt} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
      {list.hiddenCount > 0 ? (
        <p className={styles.padded}>
          {formatPlural(list.hiddenCount, 'more artifact')} where you may not look.
        </p>
      ) : null}
      {list.isCut ? (
        <p className={styles.padded}>The first {formatCount(list.artifacts.length)}.</p>
      ) : null}
    </ScrollRegion>
  );
}
