export { exportPoints } from './export.ts';
export { readPanel } from './panel.ts';
