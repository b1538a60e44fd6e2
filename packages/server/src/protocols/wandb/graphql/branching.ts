import { parseExactJson } from '@runloom/model';
import { defaultEntityName } from '../../../domains/accounts/index.ts';
import type { Project } from '../../../domains/projects/index.ts';
import type { Run, UpsertRunInput } from '../../../domains/runs/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { type Context, nullWhenMissing, type Resolver, type RunSource } from './context.ts';

interface RewindArgs {
  readonly input: {
    readonly runName: string;
    readonly entityName?: string | null;
    readonly projectName?: string | null;
    readonly metricName: string;
    readonly metricValue: number;
    readonly clientMutationId?: string | null;
  };
}

/** Where the client's config says that a run goes on. */
export interface BranchPoint {
  readonly run: string;
  readonly step: number;
}

const rewindRun: Resolver<unknown, RewindArgs> = async (_root, { input }, { deps, actor }) => {
  if (input.metricName !== '_step') {
    throw invalid(`A run can be rewound to a value of _step, not of ${input.metricName}.`);
  }
  const entity = input.entityName || (actor.kind === 'user' ? defaultEntityName(actor) : '');
  const project = input.projectName || 'uncategorized';
  const address = { entity, project, run: input.runName };
  const rewound = await nullWhenMissing(deps.ingest.rewind(actor, address, input.metricValue));
  if (rewound !== null) {
    deps.live.publish({ kind: 'run', projectId: rewound.project.id, run: rewound.run });
  }
  return {
    rewoundRun: rewound satisfies RunSource | null,
    clientMutationId: input.clientMutationId,
  };
};

/** The run and step that `config._wandb.value.branch_point` names. */
export function branchPointOf(config: string | null | undefined): BranchPoint | null {
  // Most configs have none, and some are large.
  if (!config?.includes('"branch_point"')) return null;
  const point = ['_wandb', 'value', 'branch_point'].reduce(
    (value, key) => (value instanceof Map ? value.get(key) : undefined),
    parseExactJson(config) as ReturnType<typeof parseExactJson> | undefined,
  );
  if (!(point instanceof Map)) return null;
  const run = point.get('run_id');
  const step = point.get('step');
  if (typeof run !== 'string' || run === '' || typeof step !== 'number') return null;
  return { run, step };
}

/**
 * The run that a new one is to be forked from, looked up before it is made: a fork without its parent
 * would look like a run that lost its beginning.
 * @throws RunloomError('invalid') when there is no such run
 */
export async function findParent(
  { deps, actor }: Context,
  input: UpsertRunInput,
  branch: BranchPoint,
): Promise<Run | null> {
  if (branch.run === input.name) return null;
  const entity = input.entityName || (actor.kind === 'user' ? defaultEntityName(actor) : '');
  const name = input.projectName || 'uncategorized';
  const project: Project | null = await nullWhenMissing(
    deps.projects.find(actor, entity, name, 'write'),
  );
  const parent = project && (await deps.runs.findIn(project, branch.run));
  if (parent) return parent;
  // One that exists was forked when it began; its parent may be gone by now.
  const child = project && input.name ? await deps.runs.findIn(project, input.name) : null;
  if (child || input.id) return null;
  throw invalid(
    `There is no run ${branch.run} in ${entity}/${name} to fork from. If it was logged offline, sync it first.`,
  );
}

export const branchingResolvers = { Mutation: { rewindRun } };
