import { placeOf } from '../accounts/index.ts';
import { SignInError } from './types.ts';

const WINDOW_MS = 60_000;
/** Of one address, which may be that of many people behind a proxy. */
const MOST = 120;
const MAX_TRACKED = 10_000;

/**
 * Holds up an address that goes to sign-in servers, or comes back from them, more often than people do:
 * each time may cost a question to another server.
 */
export function createPace(clock: () => number): (address: string) => void {
  const windows = new Map<string, { readonly startedAt: number; count: number }>();
  return (address) => {
    const place = placeOf(address);
    const known = windows.get(place);
    const ageMs = known === undefined ? -1 : clock() - known.startedAt;
    const window =
      known !== undefined && ageMs >= 0 && ageMs < WINDOW_MS
        ? known
        : { startedAt: clock(), count: 0 };
    window.count += 1;
    windows.delete(place);
    windows.set(place, window);
    const [oldest] = windows.keys();
    if (windows.size > MAX_TRACKED && oldest !== undefined) windows.delete(oldest);
    if (window.count > MOST) {
      throw new SignInError('too-many', 'So many sign-ins began at this address; wait a minute.');
    }
  };
}
