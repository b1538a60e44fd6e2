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

/**
 * Waits within the page until so many charts show so many lines each.
 * @returns milliseconds from the navigation to the frame after the last of them was painted
 */
export async function untilDrawn(page: Page, charts: number, lines: number): Promise<number> {
  const at = await page.evaluate(`new Promise((resolve) => {
    const look = () => {
      const found = [...document.querySelectorAll('[aria-roledescription="line chart"]')];
      const drawn = found.filter((chart) => Number(chart.dataset.lines) >= ${lines});
      if (drawn.length < ${charts}) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, attributeFilter: ['data-lines'] });
    look();
  })`);
  return Number(at);
}
