import { RunloomError } from '../../platform/errors.ts';

const WINDOW_MS = 15 * 60_000;
const MAX_FAILURES = 5;
/** One address may belong to many people behind a proxy, yet a spray over many names must end. */
const MAX_FAILURES_PER_ADDRESS = 100;
const MAX_TRACKED = 10_000;

/** Counts failed sign-ins by user name and address, in memory. */
export interface Attempts {
  /**
   * Counts the attempt as failed before it is made, so that attempts at the same time can't slip
   * through.
   * @throws RunloomError('rate_limited') after 5 failures in 15 minutes
   */
  begin(username: string, address: string): Attempt;
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
  const byAddress = new Map<string, Window>();

  const current = (windows: Map<string, Window>, key: string): Window => {
    const found = windows.get(key);
    const age = found ? clock() - found.startedAt : 0;
    const window =
      found && age >= 0 && age < WINDOW_MS ? found : { startedAt: clock(), failures: 0 };
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
    begin(username, address) {
      const key = personKey(username, address);
      const person = current(byPerson, key);
      if (person.failures >= MAX_FAILURES) refuse(person);
      const place = current(byAddress, address);
      if (place.failures >= MAX_FAILURES_PER_ADDRESS) refuse(place);
      person.failures += 1;
      place.failures += 1;
      return {
        async during(check) {
          try {
            return await check;
          } catch (error) {
            person.failures -= 1;
            place.failures -= 1;
            throw error;
          }
        },
        succeed() {
          byPerson.delete(key);
          place.failures -= 1;
        },
      };
    },
  };
}

// Names of any length can be tried; what is remembered of them is bounded.
function personKey(username: string, address: string): string {
  return `${address} ${username.slice(0, 128).toLowerCase()}`;
}
