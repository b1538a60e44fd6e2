import { isIPv6 } from 'node:net';
import { RunloomError } from '../../platform/errors.ts';

const WINDOW_MS = 15 * 60_000;
const MAX_FAILURES = 5;
/** One address may belong to many people behind a proxy, yet a spray over many names must end. */
const MAX_FAILURES_PER_ADDRESS = 100;
/** Guesses at one account from many addresses must end, too. */
const MAX_FAILURES_PER_ACCOUNT = 100;
const MAX_TRACKED = 10_000;

/** Counts failed sign-ins by user name and address, in memory. */
export interface Attempts {
  /**
   * Counts the attempt as failed before it is made, so that attempts at the same time can't slip
   * through. Who is at home (where the account is signed in from already) is not held up by what
   * others try elsewhere, so that nobody can lock somebody out.
   * @throws RunloomError('rate_limited') after 5 failures in 15 minutes
   */
  begin(username: string, place: string, who?: { readonly isAtHome: boolean }): Attempt;
  /** Whether so much was tried on the account that only who is at home gets in. */
  isBesieged(username: string): boolean;
}

export interface Attempt {
  /** Waits for the check; one that breaks down is not counted. */
  during<T>(check: Promise<T>): Promise<T>;
  /** It was no failure: earlier ones of this person are forgotten. */
  succeed(): void;
}

interface Window {
  readonly startedAt: number;
  failures: number;
}

export function createAttempts(clock: () => number): Attempts {
  const byPerson = new Map<string, Window>();
  const byPlace = new Map<string, Window>();
  const byAccount = new Map<string, Window>();

  const isOpen = (window: Window | undefined): window is Window => {
    const age = window ? clock() - window.startedAt : -1;
    return age >= 0 && age < WINDOW_MS;
  };

  const current = (windows: Map<string, Window>, key: string): Window => {
    const found = windows.get(key);
    const window = isOpen(found) ? found : { startedAt: clock(), failures: 0 };
    windows.delete(key);
    windows.set(key, window);
    for (const oldest of windows.keys()) {
      if (windows.size <= MAX_TRACKED) break;
      windows.delete(oldest);
    }
    return window;
  };

  const refuse = (window: Window): never => {
    const waitMs = window.startedAt + WINDOW_MS - clock();
    throw new RunloomError('rate_limited', 'Too many failed attempts; try again later.', {
      retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)),
    });
  };

  return {
    isBesieged(username) {
      const window = byAccount.get(accountKey(username));
      return isOpen(window) && window.failures >= MAX_FAILURES_PER_ACCOUNT;
    },

    begin(username, place, { isAtHome } = { isAtHome: false }) {
      const key = `${place} ${accountKey(username)}`;
      const person = current(byPerson, key);
      if (person.failures >= MAX_FAILURES) refuse(person);
      const around = current(byPlace, place);
      if (around.failures >= MAX_FAILURES_PER_ADDRESS) refuse(around);
      const account = current(byAccount, accountKey(username));
      if (account.failures >= MAX_FAILURES_PER_ACCOUNT && !isAtHome) refuse(account);
      const windows = [person, around, account];
      for (const window of windows) window.failures += 1;
      return {
        async during(check) {
          try {
            return await check;
          } catch (error) {
            for (const window of windows) window.failures -= 1;
            throw error;
          }
        },
        succeed() {
          byPerson.delete(key);
          around.failures -= 1;
          account.failures -= 1;
        },
      };
    },
  };
}

/**
 * What counts as one address: of IPv6 the first 64 bits, since whoever has one has all of them
 * (RFC 6177), and an IPv4 address in IPv6's clothes for what it is.
 */
export function placeOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}

// Names of any length can be tried; what is remembered of them is bounded.
function accountKey(username: string): string {
  return username.slice(0, 128).toLowerCase();
}
