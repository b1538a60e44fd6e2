import { X } from 'lucide-react';
import { useMemo, useState } from 'react';
import { classNames } from '../../../components/class-names.ts';
import { formatCount } from '../../../components/format.ts';
import { GraphCanvas } from '../../../components/graph/graph-canvas.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { VirtualList } from '../../../components/virtual-list.tsx';
import { formatLatency } from '../format.ts';
import { StatusMark } from '../status.tsx';
import styles from './call-graph.module.css';
import { agentCount, callGraph, drawnCalls, groupFacts } from './call-graph.ts';
import { nameOf, statusOf, type TraceTree } from './trace-tree.ts';

const ROW_HEIGHT = 28;
const BY = [
  { value: 'op', label: 'Agents and ops' },
  { value: 'agent', label: 'Agents alone' },
] as const;

/** Who called whom in a trace; what is chosen shows its calls, and they lead to where they are. */
export function CallGraphView({
  tree,
  found,
  chosen,
  onChoose,
}: {
  readonly tree: TraceTree;
  readonly found: ReadonlySet<number> | null;
  readonly chosen: number | null;
  readonly onChoose: (node: number) => void;
}) {
  const hasAgents = useMemo(() => agentCount(tree) > 0, [tree]);
  const [by, setBy] = useState<'op' | 'agent'>('op');
  const graph = useMemo(() => callGraph(tree, hasAgents ? by : 'op'), [tree, by, hasAgents]);
  const drawing = useMemo(() => drawnCalls(graph), [graph]);
  const [picked, setPicked] = useState<string | null>(null);
  const group = graph.groups.find(({ id }) => id === picked) ?? null;
  const hits = useMemo(
    () =>
      found === null
        ? null
        : graph.groups
            .filter(({ calls }) => calls.some((call) => found.has(call)))
            .map(({ id }) => id),
    [graph, found],
  );
  return (
    <div className={styles.view}>
      {hasAgents ? (
        <div className={styles.tools}>
          <Segmented label="What the graph is of" value={by} choices={BY} onChange={setBy} />
        </div>
      ) : null}
      <GraphCanvas graph={drawing} chosen={picked} lit={null} found={hits} onChoose={setPicked} />
      {group === null ? (
        <p className={styles.hint}>Choose a node to see its calls.</p>
      ) : (
        <section className={styles.group} aria-label={`Calls of ${group.name}`}>
          <div className={styles.groupHead}>
            <strong className={styles.name}>
              <Truncated text={group.name} />
            </strong>
            <IconButton
              size="small"
              label="Close"
              icon={<X aria-hidden />}
              onClick={() => setPicked(null)}
            />
          </div>
          <p className={styles.facts}>{groupFacts(group, graph).join(' · ')}</p>
          <div
            className={styles.calls}
            style={{ height: Math.min(6, group.calls.length) * ROW_HEIGHT }}
          >
            <VirtualList
              label={`Calls of ${group.name}`}
              count={group.calls.length}
              rowHeight={ROW_HEIGHT}
              renderRow={(index) => {
                const call = group.calls[index];
                if (call === undefined) return null;
                const { durations, tokens } = tree.outline;
                const duration = durations[call] ?? null;
                return (
                  <button
                    type="button"
                    className={classNames(styles.call, call === chosen && styles.chosen)}
                    aria-current={call === chosen}
                    onClick={() => onChoose(call)}
                  >
                    <StatusMark status={statusOf(tree.outline, call)} />
                    <span className={styles.name}>
                      <Truncated text={nameOf(tree.outline, call)} />
                    </span>
                    {(tokens[call] ?? 0) > 0 ? (
                      <span>{formatCount(tokens[call] ?? 0)} tokens</span>
                    ) : null}
                    <span>{duration === null ? 'running' : formatLatency(duration)}</span>
                  </button>
                );
              }}
            />
          </div>
        </section>
      )}
    </div>
  );
}
