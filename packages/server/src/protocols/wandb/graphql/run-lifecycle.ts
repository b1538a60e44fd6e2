import type { AlertSeverity } from '../../../domains/alerts/index.ts';
import type { RunId, SettableState } from '../../../domains/runs/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { type Context, defaultEntity, findRunToWrite, type Resolver } from './context.ts';
import { decodeGlobalId, decodeRunAddress } from './global-id.ts';

type Maybe<T> = T | null | undefined;

interface Payload {
  readonly clientMutationId?: Maybe<string>;
}

/** The number behind the client's id of a run. @throws RunloomError('invalid') */
export function readRunId(id: string): RunId {
  const number = decodeGlobalId('Run', id);
  if (number === null) throw invalid(`${JSON.stringify(id)} is not the id of a run.`);
  return number as RunId;
}

/** As {@link readRunId}, also by the id that some clients make of the run's address. */
async function findRunId(context: Context, id: string): Promise<RunId> {
  const address = decodeRunAddress(id);
  return address === null ? readRunId(id) : (await findRunToWrite(context, address)).run.id;
}

const stopRun: Resolver<unknown, { input: { id: string } & Payload }> = async (
  _root,
  { input },
  context,
) => {
  const { deps, actor } = context;
  const id = await findRunId(context, input.id);
  await deps.runs.requestStop(actor, id);
  const { run, project } = await deps.runs.get(actor, id, 'read');
  deps.live.publish({ kind: 'run', projectId: project.id, run });
  return { success: true, clientMutationId: input.clientMutationId };
};

/** With `deleteArtifacts` what the run made goes to the trash, too. */
const deleteRun: Resolver<
  unknown,
  { input: { id: string; deleteArtifacts?: Maybe<boolean> } & Payload }
> = async (_root, { input }, context) => {
  const { deps, actor } = context;
  const { run, project } = await deps.runs.remove(actor, await findRunId(context, input.id));
  if (input.deleteArtifacts) await deps.artifacts.removeOutputs(actor, run);
  deps.live.publish({
    kind: 'removed',
    projectId: project.id,
    runId: run.id,
    runName: run.name,
  });
  return { success: true, clientMutationId: input.clientMutationId };
};

const SETTABLE: ReadonlySet<string> = new Set<SettableState>(['pending', 'failed']);

const updateRunState: Resolver<unknown, { input: { id: string; state: string } }> = async (
  _root,
  { input },
  context,
) => {
  const { deps, actor } = context;
  const state = input.state.toLowerCase();
  if (!SETTABLE.has(state)) {
    throw invalid(
      `The state of a run can be set to pending or failed, not to ${JSON.stringify(input.state)}.`,
    );
  }
  const id = await findRunId(context, input.id);
  const run = await deps.runs.setState(actor, id, state as SettableState);
  deps.live.publish({ kind: 'run', projectId: run.projectId, run });
  return { success: true };
};

const notifyScriptableRunAlert: Resolver<
  unknown,
  {
    input: {
      entityName?: Maybe<string>;
      projectName: string;
      runName: string;
      title: string;
      text: string;
      severity?: Maybe<AlertSeverity>;
      /** Milliseconds. */
      waitDuration?: Maybe<number>;
    };
  }
> = async (_root, { input }, { deps, actor }) => {
  await deps.alerts.raise(actor, {
    entityName: input.entityName || (defaultEntity(actor) ?? ''),
    projectName: input.projectName,
    runName: input.runName,
    title: input.title,
    text: input.text,
    severity: input.severity ?? 'INFO',
    waitMs: Math.max(0, input.waitDuration ?? 0),
  });
  // One that is held back was taken too: the script did nothing wrong.
  return { success: true };
};

export const runLifecycleResolvers = {
  Mutation: { stopRun, deleteRun, updateRunState, notifyScriptableRunAlert },
};
