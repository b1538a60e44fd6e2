import type { PanelType } from '../panel-type.ts';
import { LinePanel } from './line-panel.tsx';

/** A metric of all shown runs as lines over steps or time. */
export const linePanel: PanelType = {
  id: 'line',
  name: 'Line chart',
  // What begins with an underscore is the client's own bookkeeping: _step, _runtime, _timestamp.
  takesMetric: ({ key }) => !key.startsWith('_'),
  Panel: LinePanel,
};
