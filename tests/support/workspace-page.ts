import type { Locator, Page } from 'playwright-core';
import type { Stage } from './stage.ts';

/** What tests do on the page of a workspace, and where they look. */
export interface WorkspacePage {
  /** Goes to a project of `admin`, and waits for its first run. */
  open(project: string, search?: string): Promise<void>;
  panel(title: string): Locator;
  /** The chart of a panel, once lines are drawn. */
  chart(title: string): Locator;
  /** Chooses an item of the menu behind a button. */
  menuOf(name: string, item: string | RegExp): Promise<void>;
  /** Opens the settings of a panel at a tab. */
  settings(title: string, tab: string): Promise<void>;
  /** Where the settings of a panel stand. */
  drawer(): Locator;
}

export function workspacePage(stage: Stage, page: Page): WorkspacePage {
  const panel = (title: string) => page.getByRole('region', { name: title, exact: true });
  const menuOf = async (name: string, item: string | RegExp): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).click({ force: true });
    await page.getByRole('menuitem', { name: item }).click();
  };
  return {
    async open(project, search = '') {
      await page.goto(`${stage.server.url}/admin/${project}${search}`);
      await page.getByRole('table', { name: 'Runs' }).getByRole('row').nth(1).waitFor();
    },
    panel,
    chart: (title) => panel(title).locator('[aria-roledescription="line chart"][data-lines]'),
    menuOf,
    async settings(title, tab) {
      await menuOf(`Menu of ${title}`, 'Settings…');
      await page.getByRole('tab', { name: tab }).click();
    },
    drawer: () => page.getByRole('complementary', { name: /^Settings of/ }),
  };
}
