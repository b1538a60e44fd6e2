import { takeEarlyAnswer } from './early-answers.ts';

/** Carries out a request of the API: the network, a tape, or one that takes notes. */
export type Transport = (address: string, init: RequestInit) => Promise<Response>;

/**
 * Who asks is told by the signal that every query hands to its requests, so that the functions which
 * read something need not know where their answers come from.
 */
const transports = new WeakMap<AbortSignal, Transport>();

/** Has all requests that are given up by this signal carried out by `transport`. */
export function bindTransport(signal: AbortSignal, transport: Transport): void {
  transports.set(signal, transport);
}

/** The network, unless the signal says otherwise. */
export function transportOf(signal: AbortSignal | undefined): Transport {
  return (signal === undefined ? undefined : transports.get(signal)) ?? network;
}

export const network: Transport = (address, init) =>
  takeEarlyAnswer(address, init) ?? fetch(address, init);
