import type { OwnLineSettings } from '@runloom/model';
import { LineChart, type Range } from '../../charts/index.ts';
import { classNames } from '../../components/class-names.ts';
import { useBoard } from '../board/board-context.ts';
import { useOfferDrawing } from '../board/panel-drawing.ts';
import { PanelFrame } from '../board/panel-frame.tsx';
import type { PanelProps } from '../panel-type.ts';
import { AutomationBell } from './automation-bell.tsx';
import { Legend } from './legend.tsx';
import { lineDrawing } from './line-drawing.ts';
import { LineFacts } from './line-facts.tsx';
import { LineMenu } from './line-menu.tsx';
import styles from './line-panel.module.css';
import { PanelMessage } from './panel-message.tsx';
import { useLinePanel } from './use-line-panel.ts';

/** Metrics of the shown runs as lines. */
export function LinePanel({ spec, width, isFullScreen }: PanelProps<OwnLineSettings>) {
  const { dispatch } = useBoard();
  const panel = useLinePanel(spec, width);
  const { settings, subjects, chart, lines, range, isLoading } = panel;
  const title = settings.title || spec.title;
  const shownSpec = title === spec.title ? spec : { ...spec, title };
  const zoom = (next: Range | null) =>
    dispatch({ kind: 'zoom', panel: spec.id, axis: panel.axis, range: next });
  const place = isFullScreen && settings.legendPlace === 'none' ? 'bottom' : settings.legendPlace;
  const legend =
    place === 'none' || lines.length === 0 ? null : (
      <Legend lines={lines} place={place} size={settings.legendSize} />
    );

  useOfferDrawing(spec.id, lineDrawing(title, chart));

  return (
    <PanelFrame
      spec={shownSpec}
      isFullScreen={isFullScreen}
      isBusy={isLoading && lines.length > 0}
      facts={<LineFacts panel={panel} onResetZoom={range === null ? null : () => zoom(null)} />}
      menu={<LineMenu title={title} spec={spec} panel={panel} />}
      tools={<AutomationBell title={title} subjects={subjects} />}
    >
      {subjects.captures.length > 1 ? (
        <label className={styles.captures}>
          <span className="visually-hidden">Part of the pattern</span>
          <select
            value={panel.capture}
            onChange={(event) => panel.setCapture(Number(event.target.value))}
          >
            {subjects.captures.map((name, index) => (
              <option key={name} value={index}>
                {name}
              </option>
            ))}
          </select>
          <span>
            {panel.capture + 1} of {subjects.captures.length}
          </span>
        </label>
      ) : null}
      <div className={classNames(styles.body, styles[`legend-${place}`])}>
        {place === 'top' || place === 'left' ? legend : null}
        <div className={styles.chart}>
          {lines.length > 0 ? (
            <LineChart
              title={title}
              view={chart}
              focus={panel.focus}
              tells={settings.tooltip}
              hasFullNames={settings.tooltipNames === 'full'}
              companions={settings.companions}
              onZoom={zoom}
            />
          ) : null}
          <PanelMessage panel={panel} onShowAll={() => zoom(null)} />
        </div>
        {place === 'bottom' || place === 'right' ? legend : null}
      </div>
    </PanelFrame>
  );
}
