import { useEffect, useRef, useState } from 'react';
import type { AddressParameters } from './use-address.ts';

/**
 * Reads the state that the address came with, once. Nothing may be written to the address before.
 * @returns whether it is read
 */
export function useArrival(
  search: AddressParameters,
  arrive: (parameters: AddressParameters) => Promise<void>,
): boolean {
  const [isRead, setRead] = useState((search['s'] ?? '') === '');
  const first = useRef({ search, arrive });
  useEffect(() => {
    if (isRead) return undefined;
    let isCurrent = true;
    void first.current.arrive(first.current.search).finally(() => {
      if (isCurrent) setRead(true);
    });
    return () => {
      isCurrent = false;
    };
  }, [isRead]);
  return isRead;
}
