import { parseFilterText, toMongo } from '@runloom/model';
import { NodeViewWrapper, type ReactNodeViewProps } from '@tiptap/react';
import { ListFilter } from 'lucide-react';
import { useMemo, useState } from 'react';
import { messageOf } from '../../../components/error-state.tsx';
import { fieldBoxClass } from '../../../components/fields.tsx';
import { formatCount, formatDuration, formatPlural } from '../../../components/format.ts';
import { runLabel } from '../../../components/run-label.ts';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { useCallCount, useCallPages } from '../../../data/calls.ts';
import { useRunFields, useRunRows } from '../../../data/run-table.ts';
import { atomBlock } from '../editor/atom-block.ts';
import { BlockFrame } from '../editor/block-frame.tsx';
import styles from '../editor/nodes/blocks.module.css';
import { BlockSource } from './block-source.tsx';
import { CardState, placeOf } from './card.tsx';
import { shortValue } from './short-value.ts';

/** Rows that stand in a report. */
const MOST_ROWS = 100;
const OWN_COLUMNS = 5;

export interface Query {
  readonly project: string;
  readonly kind: 'runs' | 'calls';
  readonly filter: string;
  readonly columns: readonly string[];
}

function QueryTableView({ node, editor, selected, updateAttributes }: ReactNodeViewProps) {
  const query = node.attrs as Query & { readonly block: string | null };
  const { project, kind, filter } = query;
  return (
    <NodeViewWrapper>
      <BlockFrame
        label={kind === 'runs' ? 'Query of runs' : 'Query of traces'}
        isSelected={selected}
        title={
          <>
            {kind === 'runs' ? 'Runs' : 'Traces'} of <bdi>{shownText(project)}</bdi>
            {filter === '' || editor.isEditable ? null : <code>{shownText(filter)}</code>}
          </>
        }
        tools={
          editor.isEditable ? (
            <QueryForm query={query} onChange={(change) => updateAttributes(change)} />
          ) : null
        }
      >
        <BlockSource block={query.block}>
          <QueryRows {...query} />
        </BlockSource>
      </BlockFrame>
    </NodeViewWrapper>
  );
}

/** What the query finds. */
export function QueryRows(query: Query) {
  return query.kind === 'runs' ? <RunsTable {...query} /> : <CallsTable {...query} />;
}

/** What is asked, kept once it is left: half a filter is no filter. */
function QueryForm({
  query,
  onChange,
}: {
  readonly query: Query;
  readonly onChange: (change: Partial<Query>) => void;
}) {
  const [filter, setFilter] = useState(query.filter);
  const [columns, setColumns] = useState(query.columns.join(', '));
  const keep = () =>
    onChange({
      filter,
      columns: columns
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    });
  return (
    <form
      className={styles.queryForm}
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <ListFilter aria-hidden />
      <input
        className={fieldBoxClass}
        aria-label="Filter"
        placeholder={query.kind === 'runs' ? 'Config("lr") > 0.01' : 'status = "error"'}
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
        onBlur={keep}
      />
      <input
        className={fieldBoxClass}
        aria-label="Columns"
        placeholder={
          query.kind === 'runs' ? 'Columns: config.lr, summary.loss' : 'Columns: output.score'
        }
        value={columns}
        onChange={(event) => setColumns(event.target.value)}
        onBlur={keep}
      />
      <button type="submit" className="visually-hidden">
        Ask
      </button>
    </form>
  );
}

function RunsTable({ project: path, filter, columns }: Query) {
  const { entity, project } = placeOf(path);
  const asked = useMemo(() => {
    if (filter.trim() === '') return { filter: undefined, problem: null };
    try {
      return { filter: toMongo(parseFilterText(filter)), problem: null };
    } catch (problem) {
      return { filter: undefined, problem };
    }
  }, [filter]);
  const fields = useRunFields(
    entity,
    project,
    { source: 'summary', limit: 20 },
    columns.length === 0,
  );
  const shown =
    columns.length > 0
      ? columns
      : (fields.data?.fields ?? []).slice(0, OWN_COLUMNS).map(({ field }) => field);
  const { data, error, refetch } = useRunRows(
    entity,
    project,
    {
      columns: shown.map((field) => ({ field })),
      limit: MOST_ROWS,
      ...(asked.filter === undefined ? {} : { filter: asked.filter }),
    },
    asked.problem === null,
  );
  if (asked.problem !== null) return <Problem problem={asked.problem} />;
  if (data === undefined) {
    return <CardState error={error} path={path} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <ScrollRegion className={styles.queryRows}>
        <Table label="Runs that the query finds">
          <thead>
            <tr>
              <HeadCell>Run</HeadCell>
              <HeadCell>State</HeadCell>
              {shown.map((field) => (
                <HeadCell key={field} align="end">
                  <bdi>{shownText(field.replace(/^(?:config|summary)\./, ''))}</bdi>
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <Row key={row.name}>
                <Cell>
                  <bdi>{shownText(runLabel(row))}</bdi>
                </Cell>
                <Cell>{row.state}</Cell>
                {shown.map((field, index) => (
                  <Cell key={field} align="end">
                    {shortValue(row.values[index])}
                  </Cell>
                ))}
              </Row>
            ))}
          </tbody>
        </Table>
      </ScrollRegion>
      <Counted shown={data.rows.length} total={data.totalCount} />
    </>
  );
}

function CallsTable({ project: path, filter, columns }: Query) {
  const { entity, project } = placeOf(path);
  const selection = { filter, columns: [...columns] };
  const [page] = useCallPages({ entity, project }, selection, [0]);
  const count = useCallCount({ entity, project }, { filter });
  if (page?.data === undefined) {
    return page?.error && filter !== '' ? (
      <Problem problem={page.error} />
    ) : (
      <CardState error={page?.error ?? null} path={path} onRetry={() => void page?.refetch()} />
    );
  }
  const { rows } = page.data;
  return (
    <>
      <ScrollRegion className={styles.queryRows}>
        <Table label="Traces that the query finds">
          <thead>
            <tr>
              <HeadCell>Trace</HeadCell>
              <HeadCell>Status</HeadCell>
              <HeadCell>Started</HeadCell>
              <HeadCell align="end">Latency</HeadCell>
              {columns.map((field) => (
                <HeadCell key={field}>
                  <bdi>{shownText(field)}</bdi>
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id}>
                <Cell>
                  <bdi>{shownText(row.name)}</bdi>
                </Cell>
                <Cell>{row.status}</Cell>
                <Cell>
                  <TimeAgo at={row.startedAt} />
                </Cell>
                <Cell align="end">
                  {row.latencyMs === null ? '–' : formatDuration(row.latencyMs)}
                </Cell>
                {columns.map((field, index) => (
                  <Cell key={field}>{shownText((row.values[index] ?? '').slice(0, 200))}</Cell>
                ))}
              </Row>
            ))}
          </tbody>
        </Table>
      </ScrollRegion>
      <Counted shown={rows.length} total={count.data?.count ?? rows.length} />
    </>
  );
}

function Problem({ problem }: { readonly problem: unknown }) {
  return (
    <p className={styles.note} role="alert">
      The filter can’t be read: {messageOf(problem)}
    </p>
  );
}

function Counted({ shown, total }: { readonly shown: number; readonly total: number }) {
  return (
    <p className={styles.counted}>
      {total > shown
        ? `${formatCount(shown)} of ${formatCount(total)}`
        : formatPlural(total, 'row')}
    </p>
  );
}

export const QueryTable = atomBlock('queryTable', QueryTableView);
