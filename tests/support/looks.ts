import { expect } from 'vitest';
import type { Visitor } from './browser.ts';

/** Nothing on the page keeps anybody out, and nothing went wrong in it so far. */
export async function expectNoProblems(visitor: Visitor): Promise<void> {
  expect(await visitor.findAccessibilityProblems()).toEqual([]);
  expect(visitor.problems).toEqual([]);
}

/** Saves the page in light and in dark, where all must be readable too; it is light again after. */
export async function inTheDark(visitor: Visitor, name: string): Promise<void> {
  const { page } = visitor;
  await page.mouse.move(0, 0);
  await visitor.screenshot(`${name}-light`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-theme="dark"]').waitFor();
  await visitor.screenshot(`${name}-dark`);
  expect(await visitor.findAccessibilityProblems()).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('html:not([data-theme="dark"])').waitFor();
}
