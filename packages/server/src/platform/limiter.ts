/** Runs work, at most so many pieces at once; the rest waits in the order it came. */
export type Limiter = <T>(work: () => Promise<T>) => Promise<T>;

/** @param line how many may wait, and what those past that are told; any number unless given */
export function createLimiter(
  atOnce: number,
  line?: { readonly most: number; readonly refuse: () => Error },
): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async (work) => {
    if (running < atOnce) running += 1;
    else {
      if (line !== undefined && waiting.length >= line.most) throw line.refuse();
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      // The place goes to the next in line, or is free.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
