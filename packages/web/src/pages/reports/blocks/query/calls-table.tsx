import { formatDuration } from '../../../../components/format.ts';
import { ScrollRegion } from '../../../../components/scroll-region.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import { Cell, HeadCell, Row, Table } from '../../../../components/table.tsx';
import { TimeAgo } from '../../../../components/time-ago.tsx';
import { useCallCount, useCallPages } from '../../../../data/calls.ts';
import { StatusBadge } from '../../../traces/status.tsx';
import styles from '../../editor/nodes/blocks.module.css';
import { placeOf } from '../../place-of.ts';
import { CardState } from '../card.tsx';
import { Counted, Problem, type Query } from './parts.tsx';

/** Calls that a filter finds. */
export function CallsTable({ project: path, filter, columns }: Query) {
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
                <Cell>
                  <StatusBadge status={row.status} />
                </Cell>
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
