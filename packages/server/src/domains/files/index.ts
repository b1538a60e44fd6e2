export { mimeTypeOf } from './mime-types.ts';
export { nameComplaint } from './names.ts';
export { createFileContentHolder } from './removals.ts';
export { createFiles } from './service.ts';
export * from './types.ts';
