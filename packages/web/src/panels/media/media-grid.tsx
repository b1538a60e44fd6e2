import type { MediaSettings } from '@runloom/model';
import { formatCount } from '../../components/format.ts';
import type { OverlayClass } from '../../components/media/overlay-classes.ts';
import { Truncated } from '../../components/truncated.tsx';
import type { ShownRun } from '../board/board-context.ts';
import { type GridLine, type GridPlace, gridLines, MOST_LINES } from './grid-axes.ts';
import { MediaCells } from './media-cells.tsx';
import styles from './media-panel.module.css';
import { type PlacedSteps, stepAt } from './slider-places.ts';
import { placeName } from './use-media-places.ts';

/** Media in rows and columns of the reader's choice; what is on neither axis stands together in a cell. */
export function MediaGrid({
  entity,
  project,
  axes,
  runs,
  keys,
  stops,
  stop,
  placesOf,
  ...shared
}: {
  readonly entity: string;
  readonly project: string;
  readonly axes: NonNullable<MediaSettings['axes']>;
  readonly runs: readonly ShownRun[];
  readonly keys: readonly string[];
  readonly stops: readonly number[];
  /** Place of the slider among the stops. */
  readonly stop: number;
  readonly placesOf: (run: string, key: string) => PlacedSteps | undefined;
  readonly settings: MediaSettings;
  readonly hidden: ReadonlySet<string>;
  readonly canCompare: boolean;
  readonly onReport: (cell: string, classes: readonly OverlayClass[]) => void;
  readonly onChange: (change: Partial<MediaSettings>) => void;
}) {
  const asked = { runs, keys, stops, stop, settings: shared.settings };
  const allRows = gridLines(axes.rows, asked);
  const allColumns = gridLines(axes.columns, asked);
  const rows = allRows.slice(0, MOST_LINES);
  const columns = allColumns.slice(0, MOST_LINES);
  const leftOut = allRows.length - rows.length + (allColumns.length - columns.length);

  function cell(place: GridPlace, id: string) {
    const at = place.stop ?? stops[stop];
    const ofRuns = place.run === undefined ? runs : [place.run];
    const ofKeys = place.key === undefined ? keys : [place.key];
    return ofRuns.flatMap((run) =>
      ofKeys.flatMap((entryKey) => {
        const own = placesOf(run.name, entryKey);
        if (own === undefined || at === undefined) return [];
        const name = placeName(run.name, entryKey);
        const heading = [
          ...(place.run === undefined && runs.length > 1 ? [run.label] : []),
          ...(place.key === undefined && keys.length > 1 ? [entryKey] : []),
        ].join(' · ');
        return [
          <MediaCells
            key={name}
            entity={entity}
            project={project}
            cell={{
              name: `${id} ${name}`,
              run,
              entryKey,
              steps: own.steps,
              step: stepAt(own, at) ?? null,
            }}
            heading={heading === '' ? null : heading}
            index={place.index ?? null}
            {...shared}
          />,
        ];
      }),
    );
  }

  return (
    <>
      <table className={styles.grid}>
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <th key={column.id} scope="col">
                <LineName line={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <LineName line={row} />
              </th>
              {columns.map((column) => {
                const found = cell({ ...row.place, ...column.place }, `${row.id} ${column.id}`);
                return <td key={column.id}>{found.length === 0 ? '–' : found}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {leftOut > 0 ? (
        <p className={styles.none}>
          {formatCount(leftOut)} more rows and columns are left out: {MOST_LINES} of each are shown.
        </p>
      ) : null}
    </>
  );
}

function LineName({ line: { label, place } }: { readonly line: GridLine }) {
  return (
    <span className={styles.groupTitle}>
      {place.run === undefined ? null : (
        <span className={styles.dot} style={{ background: place.run.colour }} />
      )}
      <Truncated text={label} />
    </span>
  );
}
