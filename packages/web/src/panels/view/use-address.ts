import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** Members of the address; a missing one is an empty text. */
export type AddressParameters = Readonly<Record<string, string | undefined>>;

/** Browsers refuse to change the address more often than some 100 times in half a minute. */
const WRITE_MS = 350;

/**
 * Keeps the page's members of the address as they should be, and tells when somebody else changes
 * them, e.g. by a link or the browser's buttons.
 * @param names the members that are the page's
 * @param parameters as they should be; null while that is not known
 */
export function useAddress(
  names: readonly string[],
  parameters: AddressParameters | null,
  onArrive: (parameters: AddressParameters) => void,
): void {
  const search: AddressParameters = useSearch({ strict: false });
  const navigate = useNavigate();
  const address = textOf(names, search);
  /** The address as it was when page and address last agreed. */
  const agreed = useRef(address);
  const latest = useRef({ onArrive, search });
  latest.current = { onArrive, search };

  useEffect(() => {
    if (address === agreed.current) return;
    agreed.current = address;
    latest.current.onArrive(latest.current.search);
  }, [address]);

  const wanted = parameters === null ? null : textOf(names, parameters);
  useEffect(() => {
    if (wanted === null || wanted === agreed.current) return undefined;
    const timer = setTimeout(() => {
      agreed.current = wanted;
      const members = Object.fromEntries(names.map((name) => [name, undefined]));
      void navigate({
        to: '.',
        search: (before: object) => ({ ...before, ...members, ...parametersOf(wanted) }),
        replace: true,
        resetScroll: false,
      });
    }, WRITE_MS);
    return () => clearTimeout(timer);
  }, [names, wanted, navigate]);
}

/** The page's members of an address, as a text to compare. */
function textOf(names: readonly string[], search: AddressParameters): string {
  return JSON.stringify(
    names.flatMap((name) => {
      const value = search[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}

const parametersOf = (text: string): AddressParameters => Object.fromEntries(JSON.parse(text));
