/**
 * What Node is told when it is to be the server; `npm start` (package.json) tells it the same.
 *
 * Memory outside of the heap (request bodies, answers, columns) is counted as what is in it: V8 collects
 * when both together have grown by a share of what lives. By default it looks through the whole heap
 * after every 64 MB that were taken outside of it, which was most of the server's work on a chart. It has
 * to know before the program begins.
 *
 * Young objects have up to 64 MB instead of 16: what a request makes is then dead before it is looked
 * at, and not moved to where only a look through the whole heap finds it. Reading a history page by page
 * took 3 such looks instead of 16, and a fifth less processor time. It grows to that only under load (the
 * peak was the same, 450 MB with what the engine answers), and is given back when the server idles
 * (`platform/idle-memory.ts`).
 */
export const SERVER_NODE_FLAGS = [
  '--external-memory-accounted-in-global-limit',
  '--max-semi-space-size=64',
] as const;
