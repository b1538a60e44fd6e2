import {
  DeadLetters,
  parseRunFilter,
  parseRunOrder,
  RunAddress,
  RunChange,
  RunDetail,
  RunForks,
  RunList,
  RunMove,
  RunStateChange,
} from '@runloom/model';
import { z } from 'zod';
import type { Actor } from '../../domains/accounts/index.ts';
import type { Project } from '../../domains/projects/index.ts';
import type { Run, RunListOptions } from '../../domains/runs/index.ts';
import { findRun } from './address.ts';
import type { ApiDeps } from './deps.ts';
import { readable } from './readable.ts';
import { type ApiRoute, defineRoute } from './route.ts';
import { commandLine, readEnvironment } from './run-environment.ts';
import type { RunViews } from './run-view.ts';

const RunQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().min(1).optional(),
  /** For the page that ends before this cursor. */
  before: z.string().min(1).optional(),
  filter: z.string().max(200_000).optional(),
  order: z.string().max(10_000).optional(),
});

const DeadLetterQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  cursor: z.string().min(1).optional(),
});

/** Runs: the list of a project, one run, and changes to it. */
export function runRoutes(deps: ApiDeps, views: RunViews): ApiRoute[] {
  const { accounts, projects, runs, lifecycle, files, console, live } = deps;

  async function detail(actor: Actor, project: Project, run: Run): Promise<RunDetail> {
    const [view, environment, logLineCount, canWrite] = await Promise.all([
      views.one(run),
      readEnvironment(files, run),
      console.count(run),
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
      logLineCount,
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
      summary: 'Runs of a project, filtered and sorted; newest first unless told',
      policy: 'checked-by-domain',
      query: RunQuery,
      answer: { json: RunList },
      async handle({ actor, params, query }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const filter = readable(() => parseRunFilter(query.filter));
        const options: RunListOptions = {
          ...(query.before === undefined
            ? { first: query.limit, after: query.cursor ?? null }
            : { last: query.limit, before: query.before, after: query.cursor ?? null }),
          ...(query.order === undefined
            ? {}
            : { order: readable(() => parseRunOrder(query.order ?? '')) }),
          filter,
          isCounted: true,
        };
        const page = await runs.list(project, options);
        return {
          runs: await views.many(page.runs),
          totalCount: page.totalCount ?? page.runs.length,
          nextCursor: page.nextCursor,
          previousCursor: page.hasPrevious ? (page.cursors[0] ?? null) : null,
        };
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
      summary: 'Change the name, notes, group, job type or tags of a run',
      policy: 'checked-by-domain',
      body: RunChange,
      answer: { json: RunDetail },
      async handle({ actor, params, body }) {
        const { project, run: before } = await findRun(deps, actor, params, 'write');
        const run = await runs.update(actor, project, before.name, {
          ...(body.displayName === undefined ? {} : { displayName: body.displayName }),
          ...(body.notes === undefined ? {} : { notes: body.notes }),
          ...(body.group === undefined ? {} : { groupName: body.group }),
          ...(body.jobType === undefined ? {} : { jobType: body.jobType }),
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
      method: 'POST',
      path: '/runs/{entity}/{project}/{run}/state',
      summary: 'Have a run wait to run again (pending), or give it up (failed)',
      policy: 'checked-by-domain',
      body: RunStateChange,
      answer: { json: RunDetail },
      async handle({ actor, params, body }) {
        const { project, run } = await findRun(deps, actor, params);
        return changed(actor, project, await runs.setState(actor, run.id, body.state));
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/runs/{entity}/{project}/{run}/move',
      summary: 'Move a run that is over to another project',
      policy: 'checked-by-domain',
      body: RunMove,
      answer: { json: RunAddress },
      async handle({ actor, params, body }) {
        const from = await findRun(deps, actor, params, 'write');
        const target = { entityName: body.entity, projectName: body.project };
        const { run, project } = await lifecycle.move(actor, from.project, from.run.name, target);
        return { entity: project.entityName, project: project.name, run: run.name };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/runs/{entity}/{project}/{run}',
      summary: 'Move a run to the trash, from which it is removed after 7 days',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        const { run } = await findRun(deps, actor, params);
        const { project } = await runs.remove(actor, run.id);
        live.publish({ kind: 'removed', projectId: project.id, runId: run.id, runName: run.name });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/forks',
      summary: 'Runs that were forked from a run',
      policy: 'checked-by-domain',
      answer: { json: RunForks },
      async handle({ actor, params }) {
        const { run } = await findRun(deps, actor, params);
        return { forks: (await runs.listForks(run)).map((fork) => ({ ...fork })) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/dead-letters',
      summary: 'Lines of a run that could not be read, as they came, by file and line',
      policy: 'checked-by-domain',
      query: DeadLetterQuery,
      answer: { json: DeadLetters },
      async handle({ actor, params, query }) {
        const { project, run } = await findRun(deps, actor, params);
        const { deadLetters, nextCursor } = await runs.listDeadLetters(project, run.name, {
          after: query.cursor ?? null,
          limit: query.limit,
        });
        return {
          deadLetters: deadLetters.map(({ file, line, reason, raw, createdAt }) => ({
            file,
            line,
            reason,
            raw,
            createdAt,
          })),
          nextCursor,
        };
      },
    }),
  ];
}
