import type { PanelData, PanelLine } from '@runloom/model';
import { decodePanels } from '@runloom/model';
import type { Locator, Request } from 'playwright-core';
import type { Visitor } from './browser.ts';
import type { TestServer } from './server.ts';
import { waitFor } from './waiting.ts';

/** What a request asks of a panel, as far as it tells which one it is. */
interface AskedPanel {
  readonly y: readonly [{ readonly key: string }];
}

/** Part of a chart's plotting area; left and right in CSS pixels of the chart, top and bottom as shares of it. */
interface Patch {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A function for the page, whose types these tests don't know. */
function inPage<Args>(body: string): (node: unknown, args: Args) => number {
  return new Function('node', 'args', body) as (node: unknown, args: Args) => number;
}

/** Within the page: how much of a patch has a colour. The grid is grey, lines are not. */
const PAINTED_SHARE = inPage<{ left: number; right: number; from: number; to: number }>(`
  const { left, right, from, to } = args;
  const canvas = node.querySelector('canvas[data-layer="lines"]');
  const ratio = canvas.width / canvas.clientWidth;
  const [width, height] = [right - left, to - from].map((size) => Math.max(1, Math.round(size * ratio)));
  const place = [left, from].map((at) => Math.round(at * ratio));
  const { data } = canvas.getContext('2d').getImageData(...place, width, height);
  let painted = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] > 0 && Math.abs(data[at] - data[at + 2]) > 24) painted += 1;
  }
  return painted / (width * height);`);

const POINTER_PIXELS = inPage<undefined>(`
  const canvas = node.querySelector('canvas[data-layer="pointer"]');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.filter((value, at) => at % 4 === 3 && value > 0).length;`);

/** What a reader does with the charts of a project, and what the page was answered about them. */
export function createChartPage(visitor: Visitor, server: TestServer) {
  const { page } = visitor;
  /** By the metric that they are about, the answers to what was asked last. */
  const answers = new Map<string, { asked: readonly AskedPanel[]; bytes: Buffer; place: number }>();
  const pending = new Set<Request>();
  let requestCount = 0;
  // On their way through, since the browser may call a request broken off whose answer the page has
  // read to its end, and then gives no bytes of it.
  void page.route('**/panels', async (route) => {
    const request = route.request();
    requestCount += 1;
    const place = requestCount;
    pending.add(request);
    try {
      const response = await route.fetch();
      const bytes = await response.body();
      const asked: readonly AskedPanel[] = request.postDataJSON().panels;
      for (const key of asked.map(({ y }) => y[0].key)) {
        // An answer may come after one to a later question, which is what the page then shows.
        if (place >= (answers.get(key)?.place ?? 0)) answers.set(key, { asked, bytes, place });
      }
      await route.fulfill({ response, body: bytes });
    } catch {
      // The page asked for it no more, or is gone.
    } finally {
      pending.delete(request);
    }
  });

  async function panels(key: string): Promise<readonly PanelData[]> {
    const { asked, bytes } = await waitFor(() => answers.get(key), {
      until: `${key} was answered`,
    });
    return decodePanels(bytes).filter((_, index) => asked[index]?.y[0].key === key);
  }

  function chart(title: string) {
    const element = page.getByRole('group', { name: title, exact: true });
    const frame = page.getByRole('region', { name: title, exact: true });
    let last: { x: number; y: number } | null = null;

    /** The plotting area within the chart, read from what is painted below and beside it. */
    async function area(): Promise<{ left: number; right: number; top: number; bottom: number }> {
      const text = await element.getAttribute('data-area');
      const [left = 0, top = 0, width = 0, height = 0] = (text ?? '').split(' ').map(Number);
      return { left, top, right: left + width, bottom: top + height };
    }
    async function place(share: number): Promise<{ x: number; y: number }> {
      const box = await element.boundingBox();
      if (box === null) throw new Error(`The chart ${title} has no place on the page.`);
      const { left, right, top, bottom } = await area();
      return { x: box.x + left + share * (right - left), y: box.y + (top + bottom) / 2 };
    }
    async function rows(): Promise<readonly (readonly string[])[]> {
      const tooltip = page.locator('[data-chart-tooltip]');
      await tooltip.waitFor();
      return tooltip
        .locator('tbody tr')
        .evaluateAll((all) =>
          all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
        );
    }

    const own = {
      frame,
      async points(): Promise<number> {
        const text = (await frame.textContent()) ?? '';
        return Number(/([\d,]+) points?/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
      },
      waitForPoints: (count: number) =>
        waitFor(async () => (await own.points()) === count, { until: `${count} points are drawn` }),
      waitForLines: (count: number) =>
        waitFor(async () => (await element.getAttribute('data-lines')) === String(count), {
          until: `${count} lines are drawn`,
        }),
      /** CSS pixels in the chart at a share of its plotting area. */
      async leftOf(share: number): Promise<number> {
        const { left, right } = await area();
        return left + share * (right - left);
      },
      /** How much of a patch has the colour of a line. */
      async paintedShare(patch: Patch): Promise<number> {
        const { top, bottom } = await area();
        return element.evaluate(PAINTED_SHARE, {
          left: patch.left,
          right: patch.right,
          from: top + patch.top * (bottom - top),
          to: top + patch.bottom * (bottom - top),
        });
      },
      /** Pixels of what follows the pointer. */
      pointerPixels: (): Promise<number> => element.evaluate(POINTER_PIXELS, undefined),
      /** Points at a share of the width; the tooltip's rows. */
      async hover(share: number): Promise<readonly (readonly string[])[]> {
        await element.scrollIntoViewIfNeeded();
        last = await place(share);
        await page.mouse.move(last.x - 3, last.y);
        await page.mouse.move(last.x, last.y);
        return rows();
      },
      async hoverAgain(): Promise<readonly (readonly string[])[]> {
        if (last === null) throw new Error('The chart was not hovered before.');
        await page.mouse.move(last.x - 3, last.y);
        await page.mouse.move(last.x, last.y);
        return rows();
      },
      async drag(from: number, to: number): Promise<void> {
        const [start, end] = [await place(from), await place(to)];
        await page.mouse.move(start.x, start.y);
        await page.mouse.down();
        await page.mouse.move(end.x, end.y, { steps: 6 });
        await page.mouse.up();
      },
      async doubleClick(): Promise<void> {
        const { x, y } = await place(0.5);
        await page.mouse.dblclick(x, y);
      },
      /** Opens the settings at a tab, does what is told there, and closes them. */
      async edit(tab: string, act: (form: Locator) => Promise<void>): Promise<void> {
        await own.choose(/^Settings…/);
        const form = page.getByRole('tabpanel');
        await page.getByRole('tab', { name: tab, exact: true }).click();
        await act(form);
        await page.getByRole('button', { name: 'Close the settings' }).click();
        await page.getByRole('tab', { name: tab, exact: true }).waitFor({ state: 'detached' });
      },
      /** An item of the panel's menu. */
      async choose(item: RegExp): Promise<void> {
        await frame.hover({ position: { x: 40, y: 10 } });
        await frame.getByRole('button', { name: /menu/i }).click();
        await page.getByRole('menuitem', { name: item }).click();
      },
    };
    return own;
  }

  return {
    get requestCount() {
      return requestCount;
    },
    async signIn(): Promise<void> {
      const link = /http:\S+\/signin\?token=\S+/.exec(server.output)?.[0];
      await page.goto(link ?? '');
      await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
    },
    async open(project: string): Promise<void> {
      await page.goto(`${server.url}/admin/${project}`);
    },
    async chart(title: string) {
      const found = chart(title);
      await found.frame.waitFor();
      return found;
    },
    panels,
    /** Resolves once the page has asked for nothing for a moment, after which it is at rest. */
    async settled(): Promise<void> {
      let calmSince = performance.now();
      let seen = requestCount;
      await waitFor(
        () => {
          if (pending.size > 0 || requestCount !== seen) calmSince = performance.now();
          seen = requestCount;
          return performance.now() - calmSince > 500;
        },
        { until: 'the charts are at rest' },
      );
    },
    async lines(key: string): Promise<readonly PanelLine[]> {
      return (await panels(key)).flatMap((panel) => panel.lines);
    },
    /** What the page asks for next. */
    async nextRequest() {
      const request = await page.waitForRequest((one) => one.url().endsWith('/panels'));
      return request.postDataJSON();
    },
    async toggleRun(label: string): Promise<void> {
      await page.getByLabel(`Show ${label}`, { exact: true }).click();
    },
  };
}
