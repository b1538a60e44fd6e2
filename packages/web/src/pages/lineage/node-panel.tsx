import type { LineageGraph } from '@runloom/model';
import { Link } from '@tanstack/react-router';
import { Lock, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { DefinitionList } from '../../components/definition-list.tsx';
import { formatCount, formatDateTime, formatPlural } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { shownText } from '../../components/shown-text.ts';
import { Truncated } from '../../components/truncated.tsx';
import { isFoldable, type LineageNode, type ShownNode, titleOf } from './graph-model.ts';
import styles from './lineage.module.css';
import { pageOf } from './node-page.ts';

const MOST_LISTED = 200;

/** What is known of the chosen node, beside the graph. */
export function NodePanel({
  graph,
  node,
  from,
  onClose,
  onLight,
  onUnfold,
}: {
  readonly graph: LineageGraph;
  readonly node: ShownNode;
  readonly from: { readonly entity: string; readonly project: string };
  readonly onClose: () => void;
  readonly onLight: (direction: 'upstream' | 'downstream') => void;
  readonly onUnfold: () => void;
}) {
  const isFold = isFoldable(node.id);
  const [first] = node.members;
  if (first === undefined) return null;
  const hidden = node.members.reduce((sum, { hiddenCount }) => sum + hiddenCount, 0);
  const hasMore = node.members.some((member) => member.hasMore);
  return (
    <aside className={styles.panel} aria-label={`About ${titleOf(node)}`}>
      <div className={styles.panelHead}>
        <h2 className={styles.panelTitle}>
          {isFold ? <Truncated text={titleOf(node)} /> : <NodeLink node={first} from={from} />}
        </h2>
        <IconButton label="Close" size="small" icon={<X aria-hidden />} onClick={onClose} />
      </div>
      <p className={styles.badges}>
        <Badge>{KIND_NAMES[first.kind] ?? first.kind}</Badge>
        {first.type === '' ? null : <Badge tone="accent">{shownText(first.type)}</Badge>}
        {node.isRoot ? <Badge tone="info">where this began</Badge> : null}
      </p>
      <div className={styles.panelActions}>
        <Button size="small" onClick={() => onLight('upstream')}>
          What made this?
        </Button>
        <Button size="small" onClick={() => onLight('downstream')}>
          What used this?
        </Button>
        {isFold ? (
          <Button size="small" kind="primary" onClick={onUnfold}>
            Unfold {formatCount(node.members.length)}
          </Button>
        ) : null}
      </div>
      {isFold ? (
        <NodeList nodes={node.members} from={from} />
      ) : (
        <>
          <DefinitionList
            entries={[
              { term: 'Created', value: formatDateTime(first.createdAt) },
              { term: 'Project', value: `${first.entity}/${first.project}` },
              { term: 'Steps away', value: formatCount(first.distance) },
            ]}
          />
          <Beside graph={graph} node={first} from={from} />
        </>
      )}
      {hidden > 0 ? (
        <p className={styles.locked}>
          <Lock aria-hidden />
          {formatPlural(hidden, 'neighbour')} where you may not look.
        </p>
      ) : null}
      {hasMore ? (
        <p className={styles.faint}>
          There is more behind it: take more steps, or open its own lineage.
        </p>
      ) : null}
      {isFold ? null : (
        <NodeLink node={first} from={from} part="lineage" className={styles.panelLink}>
          Its own lineage
        </NodeLink>
      )}
    </aside>
  );
}

const KIND_NAMES: Readonly<Record<string, string>> = {
  run: 'Run',
  artifact: 'Version',
  collection: 'Links',
};

function Beside({
  graph,
  node,
  from,
}: {
  readonly graph: LineageGraph;
  readonly node: LineageNode;
  readonly from: { readonly entity: string; readonly project: string };
}) {
  const nodes = new Map(graph.nodes.map((other) => [other.id, other]));
  const sides = [
    {
      title: 'Made from',
      edges: graph.edges.filter(({ target }) => target === node.id),
      end: 'source' as const,
    },
    {
      title: 'Came of it',
      edges: graph.edges.filter(({ source }) => source === node.id),
      end: 'target' as const,
    },
  ];
  return sides.map(({ title, edges, end }) =>
    edges.length === 0 ? null : (
      <section key={title} aria-label={title}>
        <h3 className={styles.side}>
          {title} <span className={styles.faint}>{formatCount(edges.length)}</span>
        </h3>
        <ul className={styles.beside}>
          {edges.slice(0, MOST_LISTED).map((edge) => {
            const other = nodes.get(edge[end]);
            return other === undefined ? null : (
              <li key={`${other.id} ${edge.relation}`}>
                <NodeLink node={other} from={from} />
                {edge.label === '' ? null : (
                  <span className={styles.faint}>as {shownText(edge.label)}</span>
                )}
              </li>
            );
          })}
        </ul>
      </section>
    ),
  );
}

function NodeList({
  nodes,
  from,
}: {
  readonly nodes: readonly LineageNode[];
  readonly from: { readonly entity: string; readonly project: string };
}) {
  return (
    <>
      <ul className={styles.beside}>
        {nodes.slice(0, MOST_LISTED).map((node) => (
          <li key={node.id}>
            <NodeLink node={node} from={from} />
          </li>
        ))}
      </ul>
      {nodes.length > MOST_LISTED ? (
        <p className={styles.faint}>and {formatCount(nodes.length - MOST_LISTED)} more</p>
      ) : null}
    </>
  );
}

/** A link to the page of a node, or to its lineage. */
export function NodeLink({
  node,
  from,
  part = 'page',
  className = styles.link,
  children,
}: {
  readonly node: LineageNode;
  readonly from: { readonly entity: string; readonly project: string };
  readonly part?: 'page' | 'lineage';
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}) {
  const isElsewhere = node.entity !== from.entity || node.project !== from.project;
  const name = node.name || (node.path.at(-1) ?? '');
  return (
    <Link to={pageOf(node, part) as '/'} className={className}>
      {children ?? (
        <Truncated text={isElsewhere ? `${node.entity}/${node.project}/${name}` : name} />
      )}
    </Link>
  );
}
