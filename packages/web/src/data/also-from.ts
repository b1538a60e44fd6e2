import type { AlsoFrom } from '@runloom/model';
import { createContext, useContext } from 'react';

const NONE: AlsoFrom = [];

/** Projects whose runs the page shows beside those of its own. */
export const AlsoFromContext = createContext<AlsoFrom>(NONE);

/** What requests for runs say of it: nothing where there are none, so that such requests are one. */
export function useAlsoFrom(): { readonly alsoFrom?: AlsoFrom } {
  const alsoFrom = useContext(AlsoFromContext);
  return alsoFrom.length === 0 ? {} : { alsoFrom };
}

/** The same in an address. */
export function useAlsoText(): string | undefined {
  return alsoText(useContext(AlsoFromContext));
}

export const alsoText = (alsoFrom: AlsoFrom): string | undefined =>
  alsoFrom.length === 0 ? undefined : JSON.stringify(alsoFrom);
