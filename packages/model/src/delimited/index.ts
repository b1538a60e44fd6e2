export * from './delimited-reader.ts';
