import { useState } from 'react';
import { useLiveMessages } from './live.ts';

/** How many lines the run has, also while it prints more. `known`: what the run itself said. */
export function useLineCount(
  address: { readonly entity: string; readonly project: string; readonly run: string },
  known: number,
): number {
  const [told, setTold] = useState(0);
  useLiveMessages(address.entity, address.project, (message) => {
    if (message.kind !== 'console' || message.run !== address.run) return;
    setTold((before) => Math.max(before, message.toLine));
  });
  return Math.max(known, told);
}
