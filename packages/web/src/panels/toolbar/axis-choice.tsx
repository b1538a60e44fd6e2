import { useId, useState } from 'react';
import { axisMetric, type ChartAxis, metricAxis } from '../../charts/chart-axis.ts';
import { TextField } from '../../components/text-field.tsx';
import type { BoardAction } from '../board/board-view.ts';

/** Names that are offered at once; more are found by typing. */
const MOST_OFFERED = 100;

/** Any logged metric as the x axis of all charts, by its name. */
export function AxisChoice({
  axis,
  keys,
  dispatch,
}: {
  readonly axis: ChartAxis;
  readonly keys: readonly string[];
  readonly dispatch: (action: BoardAction) => void;
}) {
  const listId = useId();
  const chosen = axisMetric(axis) ?? '';
  const [text, setText] = useState(chosen);
  const wanted = text.toLowerCase();
  const offered = keys.filter((key) => key.toLowerCase().includes(wanted)).slice(0, MOST_OFFERED);
  const change = (next: string) => {
    setText(next);
    if (keys.includes(next)) dispatch({ kind: 'axis', axis: metricAxis(next) });
    else if (next === '' && chosen !== '') dispatch({ kind: 'axis', axis: 'step' });
  };
  return (
    <>
      <TextField
        label="Metric as x axis"
        placeholder="Name of a metric"
        list={listId}
        autoComplete="off"
        spellCheck={false}
        value={text}
        error={text !== '' && offered.length === 0 ? 'No metric is called like that.' : null}
        onChange={(event) => change(event.target.value)}
      />
      <datalist id={listId}>
        {offered.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
    </>
  );
}
