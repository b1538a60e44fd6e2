export { decodeJson } from './json.ts';
export { summarizeReasons } from './limits.ts';
export { decodeProtobuf } from './protobuf.ts';
export { isNoId } from './span-check.ts';
export type {
  ExportRequest,
  Origin,
  Span,
  SpanAttributes,
  SpanEvent,
  SpanValue,
} from './types.ts';
export { objectText, textValue } from './values.ts';
