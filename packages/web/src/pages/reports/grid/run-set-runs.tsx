import type { RunRowView } from '@runloom/model';
import { Eye, EyeOff } from 'lucide-react';
import { pickerColour } from '../../../charts/picker-colour.ts';
import { StatePill } from '../../../components/badge.tsx';
import { formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { runLabel } from '../../../components/run-label.ts';
import { ScrollRegion } from '../../../components/scroll-region.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { Cell, HeadCell, Row, Table } from '../../../components/table.tsx';
import { TimeAgo } from '../../../components/time-ago.tsx';
import { bareField, useRunRows } from '../../../data/run-table.ts';
import type { RunList } from '../../workspace/runs/list/use-run-list.ts';
import type { RunsAction } from '../../workspace/view/runs-view.ts';
import { shortValue } from '../blocks/short-value.ts';
import styles from './grid.module.css';

/** Rows of a run set that a report lists. */
const MOST_ROWS = 100;

/** The runs of a set in a table: which of them are drawn, and in what colour. */
export function RunSetRuns({
  list,
  dispatch,
}: {
  readonly list: RunList;
  /** Null: nothing can be switched. */
  readonly dispatch: ((action: RunsAction) => void) | null;
}) {
  const fields = (list.view.columns ?? []).map(({ field }) => field).slice(0, 12);
  const { data } = useRunRows(list.entity, list.project, {
    columns: fields.map((field) => ({ field })),
    order: [...list.order],
    limit: MOST_ROWS,
    ...(list.request === undefined ? {} : { filter: list.request }),
  });
  const drawn = new Set(list.drawn.map(({ name }) => name));
  const rows: readonly RunRowView[] = data?.rows ?? list.drawnRows;
  const total = data?.totalCount ?? rows.length;
  return (
    <>
      <ScrollRegion className={styles.runRows}>
        <Table label="Runs of the set">
          <thead>
            <tr>
              <HeadCell width="32px">
                <span className="visually-hidden">Drawn</span>
              </HeadCell>
              <HeadCell>Run</HeadCell>
              <HeadCell>State</HeadCell>
              <HeadCell>By</HeadCell>
              <HeadCell>Started</HeadCell>
              {fields.map((field) => (
                <HeadCell key={field} align="end">
                  <bdi>{shownText(bareField(field))}</bdi>
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.name}>
                <Cell>
                  <IconButton
                    size="small"
                    label={drawn.has(row.name) ? `Hide ${runLabel(row)}` : `Draw ${runLabel(row)}`}
                    disabled={dispatch === null}
                    icon={drawn.has(row.name) ? <Eye aria-hidden /> : <EyeOff aria-hidden />}
                    onClick={() =>
                      dispatch?.({
                        kind: 'runs/toggle',
                        names: [row.name],
                        isShown: !drawn.has(row.name),
                      })
                    }
                  />
                </Cell>
                <Cell>
                  <span className={styles.runName}>
                    {dispatch === null ? (
                      <span className={styles.dot} style={{ background: list.colourOf(row) }} />
                    ) : (
                      <input
                        type="color"
                        className={styles.colour}
                        aria-label={`Colour of ${runLabel(row)}`}
                        value={pickerColour(list.colourOf(row))}
                        onChange={({ target }) =>
                          dispatch({ kind: 'runs/colour', of: row.name, colour: target.value })
                        }
                      />
                    )}
                    <bdi>{shownText(runLabel(row))}</bdi>
                  </span>
                </Cell>
                <Cell>
                  <StatePill state={row.state} />
                </Cell>
                <Cell>
                  <bdi>{shownText(row.user ?? '')}</bdi>
                </Cell>
                <Cell>
                  <TimeAgo at={row.createdAt} />
                </Cell>
                {fields.map((field, index) => (
                  <Cell key={field} align="end">
                    {shortValue(row.values[index])}
                  </Cell>
                ))}
              </Row>
            ))}
          </tbody>
        </Table>
      </ScrollRegion>
      <p className={styles.counted}>
        {total > rows.length ? `The first ${rows.length} of ` : ''}
        {formatPlural(total, 'run')}
      </p>
    </>
  );
}
