import { openVisitor, type Visitor } from './browser.ts';
import type { Stage } from './stage.ts';

/** A visitor who has followed the admin's sign-in link. Call it after everything else is there. */
export async function signIn(stage: Stage): Promise<Visitor> {
  const visitor = await openVisitor();
  const link = /http:\S+\/signin\?token=\S+/.exec(stage.server.output)?.[0];
  await visitor.page.goto(link ?? '');
  await visitor.page.waitForURL((url) => !url.pathname.startsWith('/signin'));
  return visitor;
}
