/** An answer that was asked for by `public/early.js`, before the app was there. */
interface EarlyAnswer {
  readonly answer: Promise<Response>;
  /** By the clock of the page, ms. */
  readonly askedAt: number;
}

declare global {
  /** By method, address and body. */
  var runloomEarlyAnswers: Map<string, EarlyAnswer> | undefined;
}

/** What was asked for longer ago may have changed. */
const FRESH_MS = 5_000;

/** The answer to a request that is under way already, once; null when there is none. */
export function takeEarlyAnswer(
  address: string,
  { method, body }: RequestInit,
): Promise<Response> | null {
  const answers = globalThis.runloomEarlyAnswers;
  if (answers === undefined || (typeof body !== 'string' && body != null)) return null;
  const key = `${method ?? 'GET'} ${address} ${body ?? ''}`;
  const found = answers.get(key);
  if (found === undefined) return null;
  answers.delete(key);
  return performance.now() - found.askedAt < FRESH_MS ? found.answer : null;
}
