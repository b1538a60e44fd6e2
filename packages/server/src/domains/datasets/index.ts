export {
  type CallRowReader,
  createCallRowReader,
  previewCalls,
} from './call-rows.ts';
export { tableDigestOf } from './dataset-text.ts';
export { createDatasets } from './service.ts';
export * from './types.ts';
