import { useMemo } from 'react';
import { formatBytes, formatCount, formatDateTime } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { Truncated } from '../../../components/truncated.tsx';
import { entriesOf } from '../../../components/value-tree/api-json.ts';
import { ValueTree } from '../../../components/value-tree/value-tree.tsx';
import { useTraceOutline } from '../../../data/calls.ts';
import { formatCost, formatLatency } from '../format.ts';
import styles from './call.module.css';
import type { CallPaneProps } from './call-props.ts';
import { ownLatency } from './own-latency.ts';

const TREE_HEIGHT = 420;

/** Time, tokens and cost of a call, what its client added to it, and where it stands. */
export function SummaryTab({ entity, project, call }: CallPaneProps) {
  const outline = useTraceOutline({ entity, project }, call.traceId).data;
  const own = useMemo(
    () => (outline === undefined ? null : ownLatency(outline, call.id)),
    [outline, call.id],
  );
  const facts = [
    ['Started', formatDateTime(call.startedAt)],
    ['Ended', call.endedAt === null ? 'Still running' : formatDateTime(call.endedAt)],
    ['Latency', call.latencyMs === null ? null : formatLatency(call.latencyMs)],
    ['Own latency', own === null ? null : formatLatency(own)],
    ['Op', call.opName],
    ['Kind', call.kind],
    ['Thread', call.thread],
    ['Turn', call.turn],
    ['Trace', call.traceId],
    ['Call', call.id],
    ['Made by', call.parentId],
    ['Came by', SOURCES[call.source]],
    ['Size', call.storageBytes === null ? null : formatBytes(call.storageBytes)],
  ] as const;
  return (
    <>
      <Panel title="Call" isFlush>
        <dl className={styles.list}>
          {facts.map(([title, text]) =>
            text === null ? null : (
              <div key={title}>
                <dt>{title}</dt>
                <dd>
                  <Truncated text={text} />
                </dd>
              </div>
            ),
          )}
        </dl>
      </Panel>
      {call.models.length === 0 ? null : <ModelsTable models={call.models} />}
      <Json title="Attributes" value={call.attributes} />
      <Json title="Summary" value={call.summary} />
      {call.span === null ? null : <Json title="Span" value={call.span} />}
    </>
  );
}

const SOURCES = {
  weave: 'a client of Weave',
  otlp: 'OpenTelemetry',
  runloom: 'Runloom',
} as const;

function ModelsTable({ models }: { readonly models: CallPaneProps['call']['models'] }) {
  return (
    <Panel title="Models" isFlush>
      <div className={styles.wide}>
        <Table label="Use of models">
          <thead>
            <tr>
              <HeadCell>Model</HeadCell>
              <HeadCell align="end">Requests</HeadCell>
              <HeadCell align="end">Input tokens</HeadCell>
              <HeadCell align="end">Cached</HeadCell>
              <HeadCell align="end">Output tokens</HeadCell>
              <HeadCell align="end">Cost</HeadCell>
            </tr>
          </thead>
          <tbody>
            {models.map((use) => (
              <Row key={use.model}>
                <Cell>
                  <Truncated text={use.model} />
                </Cell>
                <Cell align="end">{formatCount(use.requests)}</Cell>
                <Cell align="end">{formatCount(use.promptTokens)}</Cell>
                <Cell align="end">{formatCount(use.cacheReadTokens)}</Cell>
                <Cell align="end">{formatCount(use.completionTokens)}</Cell>
                <Cell align="end">{use.cost === null ? 'No price' : formatCost(use.cost)}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </Panel>
  );
}

function Json({ title, value }: { readonly title: string; readonly value: unknown }) {
  if (entriesOf(value).length === 0) return null;
  return (
    <Panel title={title} isFlush>
      <ValueTree value={value} label={title} maxHeight={TREE_HEIGHT} />
    </Panel>
  );
}
