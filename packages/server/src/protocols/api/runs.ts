import { DeadLetters, RunChange, RunDetail, RunList } from '@runloom/model';
import { z } from 'zod';
import type { Actor } from '../../domains/accounts/index.ts';
import type { Project } from '../../domains/projects/index.ts';
import type { Run } from '../../domains/runs/index.ts';
import { findRun } from './address.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { commandLine, readEnvironment } from './run-environment.ts';
import type { RunViews } from './run-view.ts';

const RunQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().min(1).optional(),
});

/** Runs: the list of a project, one run, and changes to it. */
export function runRoutes(deps: ApiDeps, views: RunViews): ApiRoute[] {
  const { accounts, projects, runs, files, live } = deps;

  async function detail(actor: Actor, project: Project, run: Run): Promise<RunDetail> {
    const [view, environment, canWrite] = await Promise.all([
      views.one(run),
      readEnvironment(files, run),
      accounts.may(actor, 'write', { kind: 'project', project }),
    ]);
    return {
      ...view,
      program: run.program,
      host: run.host,
      git: run.repo === '' && run.commit === '' ? null : { remote: run.repo, commit: run.commit },
      environment,
      command: environment === null ? null : commandLine(environment),
      historyLineCount: run.historyLineCount,
      eventsLineCount: run.eventsLineCount,
      logLineCount: run.logLineCount,
      canWrite,
    };
  }

  /** Whoever watches sees the change at once, too. */
  async function changed(actor: Actor, project: Project, run: Run): Promise<RunDetail> {
    live.publish({ kind: 'run', projectId: project.id, run });
    return detail(actor, project, run);
  }

  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/runs',
      summary: 'Runs of a project, newest first',
      policy: 'checked-by-domain',
      query: RunQuery,
      answer: { json: RunList },
      async handle({ actor, params, query }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const page = await runs.list(project, { first: query.limit, after: query.cursor ?? null });
        const { totalCount, nextCursor } = page;
        return { runs: await views.many(page.runs), totalCount, nextCursor };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}',
      summary: 'One run with all that is known of it',
      policy: 'checked-by-domain',
      answer: { json: RunDetail },
      async handle({ actor, params }) {
        const { project, run } = await findRun(deps, actor, params);
        return detail(actor, project, run);
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/runs/{entity}/{project}/{run}',
      summary: 'Change the name, notes or tags of a run',
      policy: 'checked-by-domain',
      body: RunChange,
      answer: { json: RunDetail },
      async handle({ actor, params, body }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const run = await runs.update(actor, project, params.run, {
          ...(body.displayName === undefined ? {} : { displayName: body.displayName }),
          ...(body.notes === undefined ? {} : { notes: body.notes }),
          ...(body.tags === undefined ? {} : { tags: body.tags }),
        });
        return changed(actor, project, run);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/runs/{entity}/{project}/{run}/stop',
      summary: 'Ask the training script of a run to stop',
      policy: 'checked-by-domain',
      answer: { json: RunDetail },
      async handle({ actor, params }) {
        const { run } = await findRun(deps, actor, params);
        await runs.requestStop(actor, run.id);
        const after = await findRun(deps, actor, params);
        return changed(actor, after.project, after.run);
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/dead-letters',
      summary: 'Lines of a run that could not be read, as they came',
      policy: 'checked-by-domain',
      answer: { json: DeadLetters },
      async handle({ actor, params }) {
        const { project } = await findRun(deps, actor, params);
        const letters = await runs.listDeadLetters(project, params.run);
        return {
          deadLetters: letters.map(({ file, line, reason, raw, createdAt }) => ({
            file,
            line,
            reason,
            raw,
            createdAt,
          })),
        };
      },
    }),
  ];
}
