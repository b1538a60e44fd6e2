export { createHttpApp, type HttpApp } from './app.ts';
export { createErrands, type Errands } from './errands.ts';
export {
  EVENT_STREAM_HEADERS,
  type EventStream,
  eventText,
  openEventStream,
} from './event-stream.ts';
export { type Gate, openGate } from './gate.ts';
export type { Policy, RouteEntry } from './policies.ts';
export { takeRawBodies } from './raw-bodies.ts';
export { policyOrigins } from './security-headers.ts';
export type { Flows, SessionCookie } from './session-cookie.ts';
export { acceptWebSocket, wantsWebSocket } from './web-sockets.ts';
