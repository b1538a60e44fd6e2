declare global {
  /** Answers that are on their way since before the app was there, by address and body: `public/ahead.js`. */
  var runloomAhead: Map<string, Promise<Response>> | undefined;
}

/** What was asked for so long ago may be something else by now. */
const LONGEST_MS = 15_000;

/** The answer to a request that was made ahead; null for one that was not. Each is given once. */
export function takeAhead(
  address: string,
  { method, body }: RequestInit,
): Promise<Response> | null {
  if (method !== 'POST' || typeof body !== 'string') return null;
  const key = `${address} ${body}`;
  const answer = globalThis.runloomAhead?.get(key);
  globalThis.runloomAhead?.delete(key);
  return answer === undefined || performance.now() > LONGEST_MS ? null : answer;
}
