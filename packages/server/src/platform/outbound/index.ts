export { isTarget } from './addresses.ts';
export { createOutbound, type Outbound, OutboundError } from './outbound.ts';
