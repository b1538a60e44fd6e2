/**
 * What Node is told when it is to be the server; `npm start` (package.json) tells it the same.
 *
 * Memory outside of the heap (request bodies, answers, columns) is counted as what is in it: V8 collects
 * when both together have grown by a share of what lives. By default it looks through the whole heap
 * after every 64 MB that were taken outside of it, which was most of the server's work on a chart. It has
 * to know before the program begins.
 */
export const SERVER_NODE_FLAGS = ['--external-memory-accounted-in-global-limit'] as const;
