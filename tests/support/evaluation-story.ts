import { EvaluationList, type EvaluationView } from '@runloom/model';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Visitor } from './browser.ts';
import { signIn } from './signed-in.ts';
import { type Stage, setStage } from './stage.ts';
import { weaveEnvironment } from './weave.ts';

/** A project with evaluations that the real client made, and someone who looks at them. */
export interface EvaluationStory {
  readonly stage: Stage;
  readonly visitor: Visitor;
  /** Goes to a page of the server. */
  open(path: string): Promise<Page>;
  /** What the API answers, read by the model's schema. */
  ask<T>(
    schema: { parse(value: unknown): T },
    method: string,
    path: string,
    body?: unknown,
  ): Promise<T>;
  /** As the API lists them. */
  listed(): Promise<readonly EvaluationView[]>;
  idOf(name: string): Promise<string>;
  /** A table of the page by its name. */
  table(name: string): Locator;
}

export const EVALUATED = 'admin/quality';
export const EVALUATED_PAGES = `/${EVALUATED}/weave`;
export const EVALUATED_API = `/api/v1/projects/${EVALUATED}`;

/** Makes the evaluations of `evaluations_story.py` before the tests of the file, and signs in. */
export function setEvaluationStory(): EvaluationStory {
  const stage = setStage();
  let visitor: Visitor | undefined;
  const current = (): Visitor => {
    if (visitor === undefined) throw new Error('The visitor is there only while tests run.');
    return visitor;
  };
  beforeAll(async () => {
    const { code, output } = await stage.machine.run('evaluations_story.py', {
      args: [EVALUATED],
      env: weaveEnvironment(stage.machine),
    });
    expect(code, output).toBe(0);
    visitor = await signIn(stage);
  }, 180_000);
  afterAll(() => visitor?.close());

  const story: EvaluationStory = {
    stage,
    get visitor() {
      return current();
    },
    async open(path) {
      await current().page.goto(stage.server.url + path);
      return current().page;
    },
    async ask(schema, method, path, body) {
      const { status, text } = await stage.api.send(method, path, body);
      expect(status, text).toBe(200);
      return schema.parse(JSON.parse(text));
    },
    listed: async () =>
      (await story.ask(EvaluationList, 'GET', `${EVALUATED_API}/evaluations`)).evaluations,
    async idOf(name) {
      const found = (await story.listed()).find((one) => one.name === name);
      if (found === undefined) throw new Error(`There is no evaluation called ${name}`);
      return found.id;
    },
    table: (name) => current().page.getByRole('table', { name }),
  };
  return story;
}
