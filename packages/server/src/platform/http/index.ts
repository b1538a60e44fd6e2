export { createHttpApp, type HttpApp, type HttpAppOptions } from './app.ts';
export type { Authenticator, Principal } from './credentials.ts';
export { answerError, type DescribedError, describeError, logFailure } from './errors.ts';
export { type EventStream, eventText, openEventStream } from './event-stream.ts';
export { type Gate, openGate } from './gate.ts';
export type { ReadinessCheck } from './operations.ts';
export type { Policy, RouteEntry } from './policies.ts';
export { securityHeaders } from './security-headers.ts';
export type { SessionCookie } from './session-cookie.ts';
