export { isNetwork, isTarget } from './addresses.ts';
export { createOutbound, type Outbound, OutboundError, type OutboundStream } from './outbound.ts';
