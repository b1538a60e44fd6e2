import { afterAll, beforeAll, expect } from 'vitest';
import type { Visitor } from './browser.ts';
import { signIn } from './signed-in.ts';
import { type Stage, setStage } from './stage.ts';
import { weaveEnvironment } from './weave.ts';

/** Where the traces of the story are listed. */
export const TRACES = '/admin/cities/weave';

/** An application that a real client traced, and somebody who looks at it. */
export interface TracesStory {
  readonly stage: Stage;
  readonly visitor: Visitor;
  readonly open: (path: string) => Promise<Visitor['page']>;
  /** The list of calls. */
  readonly table: () => ReturnType<Visitor['page']['getByRole']>;
}

/**
 * Traces the application before the tests of the file.
 * @param more arguments of the script
 */
export function setTracesStory(...more: readonly string[]): TracesStory {
  const stage = setStage();
  let visitor: Visitor | undefined;
  const current = (): Visitor => {
    if (visitor === undefined) throw new Error('The visitor is there only while tests run.');
    return visitor;
  };
  beforeAll(async () => {
    const { code, output } = await stage.machine.run('traces_story.py', {
      args: ['admin/cities', ...more],
      env: weaveEnvironment(stage.machine),
    });
    expect(code, output).toBe(0);
    visitor = await signIn(stage);
  }, 120_000);
  afterAll(() => visitor?.close());
  return {
    stage,
    get visitor() {
      return current();
    },
    async open(path) {
      const { page } = current();
      await page.goto(stage.server.url + path);
      return page;
    },
    table: () => current().page.getByRole('table', { name: /^(Traces|All calls|Calls)$/ }),
  };
}
