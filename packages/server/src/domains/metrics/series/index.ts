export { exportPoints } from './export.ts';
export { readPanel } from './panel.ts';
export { readSeries } from './plain-series.ts';
