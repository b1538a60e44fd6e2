export { isTarget } from './addresses.ts';
export { createOutbound, type Outbound, type OutboundAnswer, OutboundError } from './outbound.ts';
