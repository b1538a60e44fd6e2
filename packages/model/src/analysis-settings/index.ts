export { BarSettings } from './bar.ts';
export {
  type Gradient,
  type GradientStop,
  NAMED_GRADIENTS,
  type RunGrouping,
  type RunScope,
  RunValueRef,
} from './common.ts';
export { ImportanceSettings } from './importance.ts';
export { type AxisBrush, ParallelAxis, ParallelSettings } from './parallel.ts';
export { ScatterSettings } from './scatter.ts';
