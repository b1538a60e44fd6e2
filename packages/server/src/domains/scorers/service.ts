import { type JudgeSpec, PromptTextError, promptParts, type ScorerSpec } from '@runloom/model';
import { invalid } from '../../platform/errors.ts';
import type { Actor, EntityId } from '../accounts/index.ts';
import type { Objects } from '../objects/index.ts';
import { type Asked, type Models, mayPass } from '../playground/index.ts';
import { objectRef, type Project } from '../projects/index.ts';
import { ScorerError } from './case-values.ts';
import { joinedRequest, joinKey, readJoinedVerdicts } from './joined-judges.ts';
import { judgeRequest, readVerdict } from './judge.ts';
import { publishOp } from './op-objects.ts';
import { compileRule, type Rule } from './rules.ts';
import { judgeModel, judgeObject, readScorer, ruleObject } from './scorer-objects.ts';
import type { PublishedScorer, ScoredCase, ScoreOutcome, Scorers } from './types.ts';

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

  /** Asks a judge's model, and reads what it says; a judge that says something strange may be clearer next time. */
  async function ask(
    entityId: EntityId,
    asked: Asked,
    read: (text: string) => unknown,
    options: Parameters<Scorers['score']>[3],
  ): Promise<ScoreOutcome> {
    const startedAt = clock() * 1_000;
    const answer = await models.ask(entityId, asked, options);
    const judge = { asked, answer, startedAt, endedAt: clock() * 1_000 };
    const { failure } = answer;
    if (failure === null) {
      try {
        return { ok: true, value: read(answer.answer.text), judge };
      } catch (error) {
        if (error instanceof ScorerError) return strange(error, judge);
        throw error;
      }
    }
    return {
      ok: false,
      message: failure.message,
      failure: failure.failure,
      mayRetry: mayPass(failure),
      retryAfterSeconds: failure.retryAfterSeconds,
      judge,
    };
  }

  async function score(
    ...[entityId, spec, scored, options]: Parameters<Scorers['score']>
  ): Promise<ScoreOutcome> {
    try {
      if (spec.kind !== 'judge') return { ok: true, value: ruleOf(spec)(scored), judge: null };
      const read = (text: string) => readVerdict(spec.answer, text);
      return await ask(entityId, judgeRequest(spec, scored), read, options);
    } catch (error) {
      if (error instanceof ScorerError) return unusable(error);
      throw error;
    }
  }

  async function askJoined(
    entityId: EntityId,
    specs: readonly [JudgeSpec, ...JudgeSpec[]],
    scored: ScoredCase,
    options: Parameters<Scorers['score']>[3],
  ): Promise<readonly ScoreOutcome[]> {
    const names = specs.map(({ name }) => name);
    const read = (text: string) => readJoinedVerdicts(names, text);
    const asked = await ask(entityId, joinedRequest(specs, scored), read, options);
    return names.map((_, at) => {
      const judge = at === 0 ? asked.judge : null;
      if (!asked.ok) return { ...asked, judge };
      const verdict = (asked.value as ReturnType<typeof readJoinedVerdicts>)[at];
      return verdict instanceof ScorerError
        ? strange(verdict, judge)
        : { ok: true, value: verdict, judge };
    });
  }

  return {
    check,
    publish,
    score,
    askedOf: judgeRequest,
    async scoreTogether(entityId, specs, scored, options) {
      const judges = specs.filter((spec) => spec.kind === 'judge');
      const lots = [...Map.groupBy(judges, joinKey).values()];
      const outcomes = new Map<ScorerSpec, ScoreOutcome>();
      const asking = lots.map(async (lot) => {
        const [first, ...others] = lot;
        if (first === undefined) return;
        const told = await askJoined(entityId, [first, ...others], scored, options);
        lot.forEach((spec, at) => {
          const own = told[at];
          if (own !== undefined) outcomes.set(spec, own);
        });
      });
      const rest = specs.filter((spec) => spec.kind !== 'judge');
      const others = rest.map(async (spec) => {
        outcomes.set(spec, await score(entityId, spec, scored, options));
      });
      await Promise.all([...asking, ...others]);
      return specs.flatMap((spec) => outcomes.get(spec) ?? []);
    },
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

const unusable = (error: ScorerError): Extract<ScoreOutcome, { readonly ok: false }> => ({
  ok: false,
  message: error.message,
  failure: null,
  mayRetry: false,
  retryAfterSeconds: null,
  judge: null,
});

const strange = (error: ScorerError, judge: ScoreOutcome['judge']): ScoreOutcome => ({
  ...unusable(error),
  mayRetry: true,
  judge,
});

/** What stands for the code of a scorer that the server carries out. */
const sourceOf = (spec: ScorerSpec): string =>
  `# Carried out by the Runloom server.\n# scorer: ${spec.kind}\ndef score(self, output, **inputs): ...\n`;
