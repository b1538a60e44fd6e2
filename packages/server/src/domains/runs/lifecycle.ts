import { notFound, RunloomError } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Projects } from '../projects/index.ts';
import { ALIVE } from './state.ts';
import type { RunStore } from './store.ts';
import { createTrashStore } from './trash-store.ts';
import type { Run, RunState, Runs, SettableState } from './types.ts';

type Lifecycle = Pick<
  Runs,
  | 'setState'
  | 'remove'
  | 'listTrash'
  | 'restore'
  | 'move'
  | 'listExpired'
  | 'orphanedSources'
  | 'forget'
>;

/** From which states a state may be set by hand, as the client's documentation has it. */
const SETTABLE: Readonly<Record<SettableState, readonly RunState[]>> = {
  pending: ['running', 'failed', 'crashed', 'preempted'],
  failed: ['pending', 'running'],
};

/** What happens to a run besides being written to: states set by hand, the trash, moving. */
export function createLifecycle(deps: {
  metadata: MetadataStore;
  store: RunStore;
  projects: Projects;
  clock: () => number;
  get: Runs['get'];
}): Lifecycle {
  const { store, projects, clock, get } = deps;
  const trash = createTrashStore(deps.metadata);

  return {
    async setState(actor, id, state) {
      await get(actor, id, 'write');
      return store.transact([id], async (runs, writer) => {
        const run = runs.get(id);
        if (run === undefined) throw notFound('The run');
        refuseState(run, state);
        const now = clock();
        const change = {
          state,
          updatedAt: Math.max(run.updatedAt, now),
          // A run that is to run again has not ended yet.
          ...(state === 'pending' ? { exitCode: null, stopRequested: false } : {}),
        };
        await writer.change(id, change);
        return { ...run, ...change };
      });
    },

    async remove(actor, id) {
      const deleted = await trash.find(id);
      if (deleted !== null) {
        return {
          run: deleted,
          project: await projects.get(actor, deleted.projectId, 'delete', 'The run'),
        };
      }
      const found = await get(actor, id, 'delete');
      await trash.remove(id, clock());
      return found;
    },

    listTrash: (project) => trash.list(project.id),

    async restore(actor, project, id) {
      await projects.get(actor, project.id, 'delete');
      const outcome = await trash.restore(project.id, id, clock());
      if (outcome === 'missing') throw notFound('The deleted run');
      if (outcome === 'taken') {
        throw new RunloomError(
          'conflict',
          'The project has another run with this id by now. Delete or move that one first.',
        );
      }
      return outcome;
    },

    async move(actor, project, name, { entityName, projectName }) {
      // Out of a project that few see, a run is shown to more people: its admins say so.
      const isGuarded = project.visibility === 'restricted' || project.visibility === 'private';
      await projects.get(actor, project.id, isGuarded ? 'manage' : 'delete');
      const run = await store.findByName(project.id, name);
      if (run === null) throw notFound(`The run ${name}`);
      if (ALIVE.includes(run.state)) {
        throw new RunloomError(
          'conflict',
          `The run ${name} is still running, and what it sends next would find no run. Move it when it is over.`,
        );
      }
      const target = await projects.ensure(actor, entityName, projectName);
      if (target.id === project.id) return { run, project };
      const moved = await trash.move(run.id, target.id, clock());
      if (moved !== null) return { run: moved, project: target };
      throw new RunloomError(
        'conflict',
        `${entityName}/${projectName} has a run with the id ${name} already.`,
      );
    },

    listExpired: (before, limit) => trash.listExpired(before, limit),
    orphanedSources: (gone) => trash.orphanedSources(gone),
    forget: (ids) => trash.forget(ids),
  };
}

function refuseState(run: Run, state: SettableState): void {
  if (run.sweepName !== null && run.sweepName !== '') {
    throw new RunloomError('conflict', 'The state of a run of a sweep is set by its sweep.');
  }
  if (SETTABLE[state].includes(run.state)) return;
  throw new RunloomError(
    'conflict',
    // Scripts look for the first three words, which are those of W&B.
    `invalid state transition: a run that is ${run.state} can not be made ${state}, only one that is ${SETTABLE[state].join(', ')}.`,
  );
}
