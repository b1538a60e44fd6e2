import type { LineageGraph } from '@runloom/model';
import { useMemo } from 'react';
import { type Column, DataTable, rowLinkClass } from '../../components/data-table.tsx';
import { formatCount } from '../../components/format.ts';
import { TimeAgo } from '../../components/time-ago.tsx';
import { Truncated } from '../../components/truncated.tsx';
import { kindOf, type LineageNode, neighboursOf } from './graph-model.ts';
import styles from './lineage.module.css';
import { NodeLink } from './node-panel.tsx';

interface ListRow {
  readonly node: LineageNode;
  readonly from: string;
  readonly to: string;
}

const NAMED = 3;

/** The same as the graph, to be read line by line: nearest first. */
export function LineageList({
  graph,
  found,
  from,
  onChoose,
}: {
  readonly graph: LineageGraph;
  /** A text that names hold. */
  readonly found: string;
  readonly from: { readonly entity: string; readonly project: string };
  readonly onChoose: (node: LineageNode) => void;
}) {
  const rows = useMemo(() => rowsOf(graph, found), [graph, found]);
  const columns = useMemo<readonly Column<ListRow>[]>(
    () => [
      {
        id: 'name',
        title: 'Name',
        width: 'minmax(200px, 2fr)',
        render: ({ node }) => <NodeLink node={node} from={from} className={rowLinkClass} />,
      },
      {
        id: 'kind',
        title: 'What it is',
        width: 'minmax(120px, 1fr)',
        render: ({ node }) => <Truncated text={kindOf(node)} className={styles.faint} />,
      },
      {
        id: 'distance',
        title: 'Steps',
        width: '64px',
        align: 'end',
        render: ({ node }) => formatCount(node.distance),
      },
      {
        id: 'from',
        title: 'Made from',
        width: 'minmax(140px, 1.6fr)',
        render: (row) => <Truncated text={row.from} className={styles.faint} />,
      },
      {
        id: 'to',
        title: 'Came of it',
        width: 'minmax(140px, 1.6fr)',
        render: (row) => <Truncated text={row.to} className={styles.faint} />,
      },
      {
        id: 'hidden',
        title: 'Hidden',
        width: '76px',
        align: 'end',
        render: ({ node }) => (node.hiddenCount === 0 ? '' : formatCount(node.hiddenCount)),
      },
      {
        id: 'created',
        title: 'Created',
        width: '108px',
        align: 'end',
        render: ({ node }) => <TimeAgo at={node.createdAt} />,
      },
      {
        id: 'more',
        title: '',
        width: '76px',
        align: 'end',
        render: ({ node }) => (
          <button type="button" className={styles.more} onClick={() => onChoose(node)}>
            Facts<span className="visually-hidden"> of {node.name}</span>
          </button>
        ),
      },
    ],
    [from, onChoose],
  );
  return (
    <div className={styles.list}>
      <DataTable
        label="Lineage"
        columns={columns}
        rows={rows}
        rowKey={({ node }) => String(node.id)}
        minWidth={980}
      />
    </div>
  );
}

function rowsOf(graph: LineageGraph, found: string): readonly ListRow[] {
  const { sources, targets } = neighboursOf(graph.edges);
  const names = new Map(graph.nodes.map(({ id, name }) => [id, name]));
  const named = (ids: ReadonlySet<number> | undefined): string => {
    const all = [...(ids ?? [])].map((id) => names.get(id) ?? '');
    const more = all.length > NAMED ? ` and ${formatCount(all.length - NAMED)} more` : '';
    return all.slice(0, NAMED).join(', ') + more;
  };
  const wanted = found.trim().toLowerCase();
  return graph.nodes
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .sort((a, b) => a.distance - b.distance || a.createdAt - b.createdAt)
    .map((node) => ({ node, from: named(sources.get(node.id)), to: named(targets.get(node.id)) }));
}
