import { hash, verify } from '@node-rs/argon2';
import { invalid, unavailable } from '../../platform/errors.ts';
import { newToken } from '../../platform/tokens.ts';

/** argon2id; memory in KiB. OWASP's first recommendation for interactive sign-in. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const MIN_LENGTH = 12;
const MAX_LENGTH = 1024;
/** Each takes 19 MiB and a thread of the pool that files and DNS share. */
const MAX_CONCURRENT = 2;
const MAX_WAITING = 64;

/** Slow hashing of passwords, with a bound on how much of the machine it may take. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes the same time when there is no hash to compare with, and is then false. */
  verify(stored: string | null, password: string): Promise<boolean>;
}

/** @throws RunloomError('invalid') when the password is too weak to be accepted */
export function checkPassword(password: string, username: string): void {
  if (password.length < MIN_LENGTH || password.length > MAX_LENGTH) {
    throw invalid(`A password has ${MIN_LENGTH} to ${MAX_LENGTH} characters.`);
  }
  if (password.toLowerCase() === username.toLowerCase() || new Set(password).size < 4) {
    throw invalid('This password is too easy to guess; choose another one.');
  }
}

export function createPasswords(): Passwords {
  const gate = createGate();
  let decoy: Promise<string> | null = null;
  return {
    hash: (password) => gate(() => hash(password, COST)),
    async verify(stored, password) {
      decoy ??= gate(() => hash(newToken(), COST));
      const unknown = await decoy.catch((error: unknown) => {
        decoy = null;
        throw error;
      });
      // Longer than any password can be: don't let it cost more than one.
      const candidate = password.length > MAX_LENGTH ? '' : password;
      const matches = await gate(() => verify(stored ?? unknown, candidate));
      return stored !== null && matches;
    },
  };
}

function createGate(): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= MAX_CONCURRENT) {
      if (waiting.length >= MAX_WAITING) {
        throw unavailable('Too many people are signing in at this moment; try again.');
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
