import type { EvidenceRequest } from '@runloom/model';
import { network, type Transport } from './transport.ts';

const API = '/api/v1/';

/** Asks the network, and notes everything that was asked. */
export function createNoteTaker(): {
  readonly transport: Transport;
  /** Each request once, in the order that they were first asked. */
  readonly notes: () => readonly EvidenceRequest[];
} {
  const noted = new Map<string, EvidenceRequest>();
  return {
    transport(address, init) {
      const request = notedRequest(address, init);
      // Bytes of files have signed addresses, which end: only what the API answers is kept.
      if (address.startsWith(API)) noted.set(JSON.stringify(request), request);
      return network(address, init);
    },
    notes: () => [...noted.values()],
  };
}

/** A request as it can be asked again. */
export function notedRequest(path: string, init: RequestInit): EvidenceRequest {
  return {
    method: init.method === 'POST' ? 'POST' : 'GET',
    path,
    body: typeof init.body === 'string' ? init.body : null,
    accept: acceptOf(init),
  };
}

/** JSON is what every address answers in: only other forms are told. */
function acceptOf({ headers }: RequestInit): string | null {
  const accept = new Headers(headers).get('Accept');
  return accept === null || accept === 'application/json' ? null : accept;
}
