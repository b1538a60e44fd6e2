import type { Locator } from 'playwright-core';
import type { Visitor } from './browser.ts';
import type { Stage } from './stage.ts';
import { waitFor } from './waiting.ts';

/** A panel to show: its type, its settings. */
export interface BoardPanel {
  readonly type: string;
  readonly title?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** What a reader does with panels that draw one mark a run. */
export function createAnalysisBoard(visitor: Visitor, stage: Stage) {
  const { page } = visitor;

  async function placeIn(figure: Locator, x: number, y: number) {
    const box = await figure.boundingBox();
    if (box === null) throw new Error('The figure has no place on the page.');
    return { x: box.x + x * box.width, y: box.y + y * box.height };
  }

  function panel(title: string) {
    const frame = page.getByRole('region', { name: title, exact: true });
    const figure = page.getByRole('group', { name: title, exact: true });
    const own = {
      frame,
      figure,
      waitForMarks: (count: number) =>
        waitFor(async () => (await figure.getAttribute('data-marks')) === String(count), {
          until: `${title} has ${count} marks`,
        }),
      /** Rows of the tooltip after an arrow key. */
      async step(key: 'ArrowRight' | 'ArrowLeft'): Promise<ReadonlyMap<string, string>> {
        await figure.focus();
        await page.keyboard.press(key);
        return own.told();
      },
      async told(): Promise<ReadonlyMap<string, string>> {
        const tooltip = page.locator('[data-chart-tooltip]');
        await tooltip.waitFor();
        const rows = await tooltip
          .locator('tr')
          .evaluateAll((all) =>
            all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
          );
        const heading = (await tooltip.locator('div').first().textContent()) ?? '';
        const pairs = rows.map(([name = '', value = '']): [string, string] => [name, value]);
        return new Map([['', heading], ...pairs]);
      },
      /** Drags between two places, as shares of the figure. */
      async drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
        const start = await placeIn(figure, ...from);
        const end = await placeIn(figure, ...to);
        await page.mouse.move(start.x, start.y);
        await page.mouse.down();
        await page.mouse.move(end.x, end.y, { steps: 5 });
        await page.mouse.up();
      },
      async click(x: number, y: number): Promise<void> {
        const place = await placeIn(figure, x, y);
        await page.mouse.click(place.x, place.y);
      },
      note: (text: string | RegExp) => frame.getByText(text).first(),
    };
    return own;
  }

  return {
    panel,
    /** Opens a project with these panels and no others. */
    async show(
      project: string,
      panels: readonly BoardPanel[],
      runs: Readonly<Record<string, unknown>> = {},
    ): Promise<void> {
      // Another page in between: the same address would not be loaded anew.
      await page.goto('about:blank');
      const path = `/api/v1/projects/admin/${project}/workspace`;
      const spec = {
        version: 1,
        runs: { base: 'all', ...runs },
        board: {
          mode: 'manual',
          columns: 2,
          sections: [{ id: 'own:analysis', title: 'Analysis', height: 360 }],
          panels: panels.map((one, at) => ({
            id: `own/${at + 1}`,
            section: 'own:analysis',
            ...one,
          })),
        },
      };
      // What the page that was left had not saved yet may still arrive.
      await waitFor(
        async () => {
          const { version } = JSON.parse((await stage.api.send('GET', path)).text);
          return (await stage.api.send('PUT', path, { spec, base: version })).status === 200;
        },
        { until: 'the workspace is set up' },
      );
      await page.goto(`${stage.server.url}/admin/${project}`);
      await page.getByRole('heading', { name: /^Analysis/ }).waitFor();
    },
  };
}
