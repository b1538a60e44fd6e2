import { PromptTextError, promptParts, type ScorerSpec } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { Actor } from '../accounts/index.ts';
import type { Objects } from '../objects/index.ts';
import { type Models, mayPass } from '../playground/index.ts';
import { objectRef, type Project } from '../projects/index.ts';
import { ScorerError } from './case-values.ts';
import { judgeRequest, readVerdict } from './judge.ts';
import { publishOp } from './op-objects.ts';
import { compileRule, type Rule } from './rules.ts';
import { judgeModel, judgeObject, readScorer, ruleObject } from './scorer-objects.ts';
import type { PublishedScorer, ScoreOutcome, Scorers } from './types.ts';

/** Rules that are kept ready. */
const MAX_KEPT = 200;
/** So long somebody waits who tries a judge. */
const ATTEMPT_TIMEOUT_MS = 60_000;

/** `clock` in milliseconds. */
export function createScorers(deps: {
  readonly objects: Pick<Objects, 'create' | 'createFile' | 'read'>;
  readonly models: Models;
  readonly clock?: () => number;
}): Scorers {
  const { objects, models } = deps;
  const clock = deps.clock ?? Date.now;
  const rules = new Map<string, Rule>();

  function ruleOf(spec: Exclude<ScorerSpec, { kind: 'judge' }>): Rule {
    const key = JSON.stringify(spec);
    const rule = rules.get(key) ?? compileRule(spec);
    rules.delete(key);
    rules.set(key, rule);
    const oldest = rules.keys().next();
    if (rules.size > MAX_KEPT && !oldest.done) rules.delete(oldest.value);
    return rule;
  }

  function check(spec: ScorerSpec): void {
    try {
      if (spec.kind === 'judge') promptParts(spec.prompt);
      else ruleOf(spec);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const advice = error instanceof PromptTextError ? ' (in the prompt)' : '';
      throw invalid(`The scorer ${spec.name} can't be used${advice}: ${reason}`);
    }
  }

  async function publish(
    actor: Actor,
    project: Project,
    spec: ScorerSpec,
  ): Promise<PublishedScorer> {
    check(spec);
    const value =
      spec.kind === 'judge'
        ? judgeObject(
            spec,
            objectRef(project, await objects.create(actor, project.id, judgeModel(spec))),
          )
        : ruleObject(spec);
    const published = await objects.create(actor, project.id, { name: spec.name, value });
    return { spec, ref: objectRef(project, published), opRef: await opOf(actor, project, spec) };
  }

  async function find(project: Project, name: string, version: string) {
    const found = await objects.read(project.id, name, version, { kind: 'object' });
    const spec = await readScorer(objects, project, found);
    if (typeof spec === 'string') throw invalid(spec);
    check(spec);
    return { spec, found };
  }

  const opOf = (actor: Actor, project: Project, spec: ScorerSpec): Promise<string> =>
    publishOp(objects, actor, project, `${spec.name}.score`, sourceOf(spec));

  async function score(
    ...[entityId, spec, scored, options]: Parameters<Scorers['score']>
  ): Promise<ScoreOutcome> {
    const failed = (message: string, judge: ScoreOutcome['judge'] = null): ScoreOutcome => ({
      ok: false,
      message,
      failure: null,
      mayRetry: false,
      retryAfterSeconds: null,
      judge,
    });
    let judge: ScoreOutcome['judge'] = null;
    try {
      if (spec.kind !== 'judge') return { ok: true, value: ruleOf(spec)(scored), judge };
      const asked = judgeRequest(spec, scored);
      const startedAt = clock() * 1_000;
      const answer = await models.ask(entityId, asked, options);
      judge = { asked, answer, startedAt, endedAt: clock() * 1_000 };
      const { failure } = answer;
      if (failure === null) {
        return { ok: true, value: readVerdict(spec.answer, answer.answer.text), judge };
      }
      return {
        ok: false,
        message: failure.message,
        failure: failure.failure,
        mayRetry: mayPass(failure),
        retryAfterSeconds: failure.retryAfterSeconds,
        judge,
      };
    } catch (error) {
      if (error instanceof ScorerError) {
        // A judge that says something strange may be clearer the next time.
        return { ...failed(error.message, judge), ...(judge === null ? {} : { mayRetry: true }) };
      }
      throw error;
    }
  }

  return {
    check,
    publish,
    score,
    askedOf: judgeRequest,
    read: (project, version) => readScorer(objects, project, version),
    checkNames(specs) {
      const names = specs.map(({ name }) => name);
      const twice = names.find((name, at) => names.indexOf(name) !== at);
      if (twice === undefined) return;
      throw invalid(`Two scorers are called ${twice}: give one another name.`);
    },
    attempt: (entityId, specs, scored, signal) =>
      Promise.all(
        specs.map(async (spec) => {
          const options = { signal, timeoutMs: ATTEMPT_TIMEOUT_MS };
          const outcome = await score(entityId, spec, scored, options);
          return outcome.ok
            ? { name: spec.name, value: outcome.value, failure: null }
            : { name: spec.name, value: null, failure: outcome.message };
        }),
      ),
    find: async (project, name, version) => (await find(project, name, version)).spec,
    async open(actor, project, name, version) {
      const { spec, found } = await find(project, name, version);
      return { spec, ref: objectRef(project, found), opRef: await opOf(actor, project, spec) };
    },
  };
}

/** What stands for the code of a scorer that the server carries out. */
const sourceOf = (spec: ScorerSpec): string =>
  `# Carried out by the Runloom server.\n# scorer: ${spec.kind}\ndef score(self, output, **inputs): ...\n`;
