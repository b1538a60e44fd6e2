import type { Page } from 'playwright-core';

/** Milliseconds that the page's main thread worked: processor time, so that others on the machine are not in it. */
export interface PageCost {
  /** All of it, drawing on canvases without a graphics card among it. */
  readonly mainMs: number;
  readonly scriptMs: number;
  /** Styles and places of elements. */
  readonly layoutMs: number;
}

export interface PageMeter {
  during(act: () => Promise<void>): Promise<PageCost>;
}

/** Reads the clocks that Chromium keeps for each page, across its navigations. */
export async function createPageMeter(page: Page): Promise<PageMeter> {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Performance.enable', { timeDomain: 'threadTicks' });
  const read = async () => {
    const { metrics } = await debug.send('Performance.getMetrics');
    return new Map(metrics.map(({ name, value }) => [name, value * 1000]));
  };
  return {
    async during(act) {
      const before = await read();
      await act();
      const after = await read();
      const spent = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
      return {
        mainMs: spent('TaskDuration'),
        scriptMs: spent('ScriptDuration'),
        layoutMs: spent('LayoutDuration') + spent('RecalcStyleDuration'),
      };
    },
  };
}

/** Which changes of the page are looked at: the fewer, the less of its time is ours. */
interface Watched {
  readonly childList?: boolean;
  readonly characterData?: boolean;
  readonly attributes?: boolean;
  readonly attributeFilter?: readonly string[];
}

/**
 * Waits within the page until an expression is true there.
 * @returns milliseconds from the navigation to the frame after what made it so was painted
 */
export async function untilShown(
  page: Page,
  expression: string,
  watched: Watched,
): Promise<number> {
  const at = await page.evaluate(`new Promise((resolve) => {
    const look = () => {
      if (!(${expression})) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    const observer = new MutationObserver(look);
    observer.observe(document, ${JSON.stringify({ subtree: true, ...watched })});
    look();
  })`);
  return Number(at);
}

/** Waits within the page until so many charts show so many lines each; resolves as `untilShown` does. */
export const untilDrawn = (page: Page, charts: number, lines: number): Promise<number> =>
  untilShown(
    page,
    `[...document.querySelectorAll('[aria-roledescription="line chart"]')]
      .filter((chart) => Number(chart.dataset.lines) >= ${lines}).length >= ${charts}`,
    { attributeFilter: ['data-lines'] },
  );
