/** Something in it is not there yet. */
const BUSY = '[aria-busy="true"], [aria-label="Loading"]';
const LOOK_INTERVAL_MS = 50;
/** A page that is never idle is looked at all the same, and not found quiet. */
const LONGEST_WORK_MS = 1_000;
/** What never comes to rest is taken as it is after this long. */
const LONGEST_MS = 60_000;

/**
 * Waits until nothing of what is drawn is on its way for `quietMs`. Time counts only from when the page
 * had nothing left to do: what an answer leads to may wait longer than that on a machine that is busy.
 * @param onQuiet told once what was drawn, and whether it came to rest
 * @returns the function that ends the waiting
 */
export function whenQuiet(
  {
    elementOf,
    isAsking,
    quietMs,
  }: {
    readonly elementOf: () => HTMLElement | null;
    /** Whether an answer is on its way. */
    readonly isAsking: () => boolean;
    readonly quietMs: number;
  },
  onQuiet: (element: HTMLElement, isWhole: boolean) => void,
): () => void {
  const until = performance.now() + LONGEST_MS;
  let quietSince: number | null = null;
  let stopWaiting = waitForIdle(look);

  function look(isIdle: boolean): void {
    const element = elementOf();
    const now = performance.now();
    // Panels are loaded before they ask for anything.
    const isQuiet = isIdle && element?.querySelector(BUSY) === null && !isAsking();
    quietSince = isQuiet ? (quietSince ?? now) : null;
    const isWhole = quietSince !== null && now - quietSince >= quietMs;
    if (element !== null && (isWhole || now >= until)) onQuiet(element, isWhole);
    else stopWaiting = waitForIdle(look);
  }

  return () => stopWaiting();
}

/** Calls back a moment later, once the page has nothing else to do. @returns the function that ends it */
function waitForIdle(then: (isIdle: boolean) => void): () => void {
  let idle: number | undefined;
  const timer = setTimeout(() => {
    // Pages out of sight are idle by their own rules, and not every browser tells.
    if (document.hidden || !('requestIdleCallback' in globalThis)) then(true);
    else {
      idle = requestIdleCallback(({ didTimeout }) => then(!didTimeout), {
        timeout: LONGEST_WORK_MS,
      });
    }
  }, LOOK_INTERVAL_MS);
  return () => {
    clearTimeout(timer);
    if (idle !== undefined) cancelIdleCallback(idle);
  };
}
