export {
  axisMetric,
  axisName,
  axisOf,
  axisRequest,
  type ChartAxis,
  metricAxis,
  parseAxis,
} from './chart-axis.ts';
export type { ChartLine, LineBand, LineMark, LinePlace, LineSample } from './chart-line.ts';
export type { Range } from './extent.ts';
export { formatPercent, formatValue, formatX } from './format.ts';
export type { ChartView } from './layout.ts';
export { LineChart } from './line-chart.tsx';
export { chartPicture, chartToPng, chartToSvg } from './picture.ts';
