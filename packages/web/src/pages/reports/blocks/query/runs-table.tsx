import { parseFilterText, toMongo } from '@runloom/model';
import { useMemo } from 'react';
import { runLabel } from '../../../../components/run-label.ts';
import { ScrollRegion } from '../../../../components/scroll-region.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import { Cell, HeadCell, Row, Table } from '../../../../components/table.tsx';
import { bareField, useRunFields, useRunRows } from '../../../../data/run-table.ts';
import styles from '../../editor/nodes/blocks.module.css';
import { placeOf } from '../../place-of.ts';
import { CardState } from '../card.tsx';
import { shortValue } from '../short-value.ts';
import { Counted, MOST_ROWS, Problem, type Query } from './parts.tsx';

/** Fields that are shown where the query names none. */
const OWN_COLUMNS = 5;

/** Runs that a filter finds. */
export function RunsTable({ project: path, filter, columns }: Query) {
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
                  <bdi>{shownText(bareField(field))}</bdi>
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
