import type { GraphQLResolveInfo } from 'graphql';
import type { RunId } from '../../../domains/runs/index.ts';
import type { Trace } from '../../../platform/trail.ts';
import { auditDetails, audited } from '../../audit/index.ts';
import type { Context, Resolver, RunSource } from './context.ts';
import { decodeGlobalId, decodeRunAddress } from './global-id.ts';

/** What runs and artifacts send of themselves on their way: data, and no change that people make. */
export const DATA_MUTATIONS: ReadonlySet<string> = new Set([
  'ackRunQueueItem',
  'agentHeartbeat',
  'completeMultipartUploadArtifact',
  'createArtifact',
  'createArtifactFiles',
  'createArtifactManifest',
  'createRunFiles',
  'failRunQueueItem',
  'markRunFilesUploaded',
  'notifyScriptableRunAlert',
  'popFromRunQueue',
  'updateArtifactManifest',
  'updateLaunchAgent',
  'updateRunQueueItemWarning',
  'useArtifact',
]);

/** Names that people look for; all others are made of the field's. */
const NAMED: Readonly<Record<string, string>> = {
  commitArtifact: 'artifact:create',
  generateApiKey: 'api-key:create',
  createInvite: 'team:invite',
  deleteInvite: 'team:remove-member',
  createServiceAccount: 'team:create-service-account',
  upsertModel: 'project:put',
  deleteModel: 'project:delete',
  upsertBucket: 'run:put',
  updateRunState: 'run:set-state',
  createAgent: 'sweep:create-agent',
  addAliases: 'alias:create',
  deleteAliases: 'alias:delete',
  createProjectMembers: 'registry:put-member',
  updateProjectMember: 'registry:put-member',
  updateProjectTeamMember: 'registry:put-member',
  deleteProjectMembers: 'registry:remove-member',
};

/** How the log calls what a mutation does; null for data. */
export function mutationAction(field: string): string | null {
  if (DATA_MUTATIONS.has(field)) return null;
  const named = NAMED[field];
  if (named !== undefined) return named;
  const [verb = field, ...noun] = field
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase()
    .split(' ');
  return `${noun.join('-') || 'server'}:${verb === 'upsert' ? 'put' : verb}`;
}

type Input = Readonly<Record<string, unknown>>;
/** What a mutation is about, in words. */
type Target = Pick<Trace, 'resource' | 'entity'>;

/** The mutation, with its trace for the audit log. */
export function auditedMutation(
  field: string,
  resolve: Resolver<never, never>,
): Resolver<never, never> {
  const action = mutationAction(field);
  if (action === null) return resolve;
  const [kind = 'server'] = action.split(':', 1);
  return (parent, args: { readonly input?: Input }, context: Context, info: GraphQLResolveInfo) => {
    const input = args.input ?? {};
    let target: Target = targetOf(kind, input);
    const describe = (answer?: unknown): Trace | null => {
      if (field === 'upsertBucket') return traceOfRun(input, answer, target);
      return { action: doneAs(action, answer), ...target, details: auditDetails(input) };
    };
    const work = async (): Promise<unknown> => {
      if (field !== 'upsertBucket') target = (await runOf(context, input)) ?? target;
      return resolve(parent, args as never, context, info);
    };
    return audited(context.trail, describe, work);
  };
}

/**
 * A new run is a change, and what people change of one by the public API, which names runs by their id
 * alone (wandb 0.31, `Run.update`). What a run sends of itself while it lives is data.
 */
function traceOfRun(input: Input, answer: unknown, target: Target): Trace | null {
  const made = answer as { bucket: RunSource; inserted: boolean } | undefined;
  const isByHand = input['id'] && !input['name'];
  if (made !== undefined && !made.inserted && !isByHand) return null;
  const action = made?.inserted === false ? 'run:update' : 'run:create';
  const about = made === undefined ? target : runTarget(made.bucket);
  const { config: _, summaryMetrics: __, ...told } = input;
  const given = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null));
  return { action, ...about, details: action === 'run:update' ? auditDetails(given) : {} };
}

function runTarget({ run, project }: RunSource): Target {
  const { entityName, name } = project;
  return {
    resource: { kind: 'run', name: `${entityName}/${name}/${run.name}` },
    entity: entityName,
  };
}

/** The run that an id stands for, while it is there. */
async function runOf({ deps, actor }: Context, input: Input): Promise<Target | null> {
  const { id } = input;
  const number = typeof id === 'string' ? decodeGlobalId('Run', id) : null;
  if (number === null) return null;
  const found = await deps.runs.get(actor, number as RunId, 'read').catch(() => null);
  return found === null ? null : runTarget(found);
}

function targetOf(kind: string, input: Input): Target {
  const text = (...names: readonly string[]): string | undefined =>
    names
      .map((name) => input[name])
      .find((value): value is string => Boolean(value) && typeof value === 'string');
  const address = decodeRunAddress(text('id') ?? '');
  if (address !== null) {
    const { entityName, projectName, runName } = address;
    const resource = { kind: 'run', name: `${entityName}/${projectName}/${runName}` };
    return { resource, entity: entityName };
  }
  const entity = text('entityName', 'entity');
  const parts = [
    entity,
    text('projectName', 'modelName', 'oldProjectName'),
    text('name', 'runName', 'teamName', 'artifactSequenceName', 'queueName', 'username', 'email'),
    idText(text('id', 'artifactID', 'artifactSequenceID', 'artifactPortfolioID', 'triggerID')),
  ].filter((part) => part !== undefined);
  const name = [...new Set(parts)].join('/');
  return { resource: { kind, name }, ...(entity !== undefined && { entity }) };
}

/** An id on the wire as `Kind:number`. */
function idText(id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  const plain = Buffer.from(id, 'base64').toString('latin1');
  return /^[A-Za-z]+:[\w:.-]+$/.test(plain) ? plain : id;
}

function doneAs(action: string, answer: unknown): string {
  if (!action.endsWith(':put')) return action;
  const { inserted } = (answer ?? {}) as { inserted?: boolean | null };
  return action.replace(/:put$/, inserted === true ? ':create' : ':update');
}
