import type { Page } from 'playwright-core';
import { openVisitor, type Visitor } from './browser.ts';
import type { TestServer } from './server.ts';
import type { Stage } from './stage.ts';

/** A visitor who has followed the admin's sign-in link. Call it after everything else is there. */
export async function signIn(stage: Stage): Promise<Visitor> {
  const visitor = await openVisitor();
  await signInTo(stage.server, visitor.page);
  return visitor;
}

/** Follows the sign-in link that the server printed last; it can be used once. */
export async function signInTo(server: Pick<TestServer, 'output'>, page: Page): Promise<void> {
  const link = [...server.output.matchAll(/http:\S+\/signin\?token=\S+/g)].at(-1)?.[0];
  await page.goto(link ?? '');
  await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
}
