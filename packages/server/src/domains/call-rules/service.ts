import { createCache } from '../../platform/cache.ts';
import { invalid, RunloomError } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import { type Accounts, authorOf } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import { compileRedactions, type Redact, redactionProblems } from './redaction.ts';
import { isPartKept } from './sampling.ts';
import { createCallRuleStore } from './store.ts';
import type { CallRuleSet, CallRules } from './types.ts';

const MAX_REDACTIONS = 100;
const MAX_REPLACEMENT_LENGTH = 200;

/** How long rules hold that another server may have changed. */
const FRESH_MS = 2_000;
const MAX_CACHED = 1_000;

interface Compiled {
  readonly redact: Redact | null;
  readonly sampleRate: number;
}

/** Rules over the metadata store. `clock` in milliseconds. */
export function createCallRules(deps: {
  metadata: MetadataStore;
  accounts: Pick<Accounts, 'authorize'>;
  clock?: () => number;
}): CallRules {
  const { accounts } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createCallRuleStore(deps.metadata);
  const compiledRules = createCache<ProjectId, Compiled>({
    maxEntries: MAX_CACHED,
    ttlMs: FRESH_MS,
    clock,
  });
  const rulesOf = (project: ProjectId): Promise<Compiled> =>
    compiledRules.get(project, async () => compile(await store.read(project)));

  return {
    async read(actor, project) {
      await accounts.authorize(actor, 'write', { kind: 'project', project });
      return store.read(project.id);
    },

    async save(actor, project, rules) {
      await accounts.authorize(actor, 'manage', { kind: 'project', project });
      if (actor.kind === 'anonymous') throw new RunloomError('unauthenticated', 'Sign in first.');
      check(rules);
      compile(rules);
      await store.save(project.id, rules, authorOf(actor), clock());
      compiledRules.delete(project.id);
      return store.read(project.id);
    },

    async preview(actor, project, rules, part) {
      await accounts.authorize(actor, 'write', { kind: 'project', project });
      const isKept = isPartKept(part, rules.sampleRate);
      const problems = redactionProblems(rules.redactions);
      if (problems.length > 0) return { problems, part, isKept };
      return { problems, part: compileRedactions(rules.redactions)(part), isKept };
    },

    async apply(project, parts) {
      const { redact, sampleRate } = await rulesOf(project);
      const kept = sampleRate >= 1 ? parts : parts.filter((part) => isPartKept(part, sampleRate));
      return redact === null ? kept : kept.map(redact);
    },
  };
}

function compile({ redactions, sampleRate }: CallRuleSet): Compiled {
  return { redact: redactions.length === 0 ? null : compileRedactions(redactions), sampleRate };
}

function check({ redactions, sampleRate }: CallRuleSet): void {
  if (!(sampleRate >= 0 && sampleRate <= 1)) {
    throw invalid('The share of traces that is kept is a number from 0 to 1.');
  }
  if (redactions.length > MAX_REDACTIONS) {
    throw invalid(`A project has at most ${MAX_REDACTIONS} redactions.`);
  }
  for (const [index, { replacement }] of redactions.entries()) {
    if (replacement.length <= MAX_REPLACEMENT_LENGTH) continue;
    throw invalid(
      `Redaction ${index + 1}: a replacement has at most ${MAX_REPLACEMENT_LENGTH} characters.`,
    );
  }
}
