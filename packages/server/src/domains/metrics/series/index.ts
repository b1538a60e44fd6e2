export { readPanel } from './panel.ts';
