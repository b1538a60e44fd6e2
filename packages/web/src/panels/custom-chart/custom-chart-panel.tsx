import type { CustomChartSettings } from '@runloom/model';
import { TriangleAlert } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { readChartTheme, useThemeName } from '../../charts/theme.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { formatCount, formatPlural } from '../../components/format.ts';
import { MenuItem } from '../../components/menu.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { useBoard } from '../board/board-context.ts';
import { useOfferDrawing } from '../board/panel-drawing.ts';
import { PanelFrame } from '../board/panel-frame.tsx';
import type { PanelProps } from '../panel-type.ts';
import { chartDrawing } from './chart-drawing.ts';
import { fillSpec, placeholdersOf } from './chart-spec.ts';
import styles from './custom-chart.module.css';
import { type ChartHandle, type ChartOutcome, SandboxedChart } from './sandboxed-chart.tsx';
import { useChartData } from './use-chart-data.ts';
import { useDefinition } from './use-definition.ts';

/** A chart of the shown runs, as its specification says. What is wrong with it is told in its place. */
export function CustomChartPanel({
  spec: panel,
  settings,
  isFullScreen,
}: PanelProps<CustomChartSettings>) {
  const { runs } = useBoard();
  const definition = useDefinition(settings);
  const data = useChartData(settings.data);
  const [outcome, setOutcome] = useState<ChartOutcome>({ kind: 'drawing' });
  const handle = useRef<ChartHandle>(null);
  const { fields, strings } = settings;
  const spec = useMemo(
    () => (definition?.kind === 'ready' ? fillSpec(definition.spec, fields, strings) : null),
    [definition, fields, strings],
  );
  const themeName = useThemeName();
  const rows = useMemo(() => {
    const { colour } = readChartTheme(themeName);
    return data.rows.map((row) => ({ ...row, color: colour(String(row['color'])) }));
  }, [data.rows, themeName]);
  const isDrawn = outcome.kind === 'drawn' && handle.current !== null;
  useOfferDrawing(
    panel.id,
    isDrawn
      ? chartDrawing(panel.title, data, async (theme, size) => {
          if (handle.current === null) throw new Error('the chart is not on the page any more');
          return handle.current.vectors(theme, size);
        })
      : null,
  );
  const open = definition?.kind === 'ready' ? missing(definition.spec, fields, data.columns) : [];
  const message =
    definition?.kind === 'broken'
      ? definition.message
      : data.rows.length > 0 && open.length > 0 && spec !== null && !hasMarks(spec)
        ? `Choose columns in the settings: ${open.join(', ')}.`
        : null;
  const isEmpty = !data.isPending && data.error === null && data.rows.length === 0;
  return (
    <PanelFrame
      spec={panel}
      isFullScreen={isFullScreen}
      isBusy={data.isPending || (outcome.kind === 'drawing' && spec !== null && !isEmpty)}
      menu={<MenuItem onSelect={() => handle.current?.save()}>Save as PNG</MenuItem>}
      facts={
        <>
          {data.rows.length > 0 ? formatPlural(data.rows.length, 'row') : null}
          {data.isCut ? <span className={styles.cut}>cut: too many rows</span> : null}
          {data.leftOut > 0 ? (
            <span className={styles.cut}>{formatCount(data.leftOut)} runs left out</span>
          ) : null}
          <Notes outcome={outcome} />
        </>
      }
    >
      {message !== null ? (
        <p className={styles.problem} role="alert">
          {message}
        </p>
      ) : data.error !== null ? (
        <ErrorState error={data.error} />
      ) : isEmpty ? (
        <p className={styles.none}>{emptyWords(settings, runs.length)}</p>
      ) : data.isPending || spec === null || definition?.kind !== 'ready' ? (
        <Skeleton lines={6} label="Loading the chart" />
      ) : (
        <>
          {outcome.kind === 'failed' ? (
            <p className={styles.problem} role="alert">
              The chart can’t be drawn: {outcome.message}
            </p>
          ) : null}
          <div
            className={styles.place}
            hidden={outcome.kind === 'failed' && !/seconds/.test(outcome.message)}
          >
            <SandboxedChart
              title={`Chart ${panel.title}`}
              spec={spec}
              language={definition.language}
              rows={rows}
              handle={handle}
              onOutcome={setOutcome}
              onSaved={(address) => download(address, panel.title)}
            />
          </div>
        </>
      )}
    </PanelFrame>
  );
}

/** What Vega had to say of a chart that it drew all the same. */
function Notes({ outcome }: { readonly outcome: ChartOutcome }) {
  if (outcome.kind !== 'drawn' || outcome.warnings.length === 0) return null;
  return (
    <Tooltip content={<span className={styles.notes}>{outcome.warnings.join('\n')}</span>}>
      <button type="button" className={styles.note}>
        <TriangleAlert aria-hidden />
        {formatPlural(outcome.warnings.length, 'note')}
      </button>
    </Tooltip>
  );
}

/** Columns that the specification asks for, and that are not chosen or not there. */
function missing(
  spec: unknown,
  fields: Readonly<Record<string, string>>,
  columns: readonly string[],
): readonly string[] {
  return placeholdersOf(spec).fields.filter((name) => {
    const chosen = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return !chosen || !columns.includes(chosen);
  });
}

/** Whether anything is left to be drawn where columns were left out. */
function hasMarks(spec: Readonly<Record<string, unknown>>): boolean {
  const encoding = spec['encoding'];
  if (!('mark' in spec) || typeof encoding !== 'object' || encoding === null) return true;
  return 'x' in encoding || 'y' in encoding || 'theta' in encoding || 'text' in encoding;
}

function emptyWords({ data }: CustomChartSettings, runCount: number): string {
  if (runCount === 0) return 'No run is shown. The eye beside a run shows it.';
  const key = data.summaryTable || data.historyTable;
  if (key !== '') return `No shown run has a table called “${key}”.`;
  if (data.history.length > 0)
    return `No row of the shown runs has all of: ${data.history.join(', ')}.`;
  return 'Choose in the settings what the chart is drawn from: a table, metrics, or values of runs.';
}

function download(address: string, title: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = `${title.replace(/[^\w.-]+/g, '-').slice(0, 80) || 'chart'}.png`;
  link.click();
}
