import {
  MonitorChange,
  MonitorInput,
  MonitorList,
  MonitorScoreState,
  MonitorScores,
  MonitorSeries,
  MonitorTrial,
  MonitorTrialInput,
  MonitorVersions,
  MonitorView,
} from '@runloom/model';
import { z } from 'zod';
import type { MonitorSummary } from '../../../domains/monitors/index.ts';
import { numberIn } from '../address.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { userNames } from '../traces/names.ts';
import { apiJson } from '../traces/values.ts';
import { monitorView, seriesOf } from './views.ts';

const MONITORS = '/projects/{entity}/{project}/monitors';
const MONITOR = `${MONITORS}/{monitor}` as const;
const Time = z.coerce.number().int().min(0);
/** Widths that buckets may have, in milliseconds: from a minute to a week. */
const WIDTHS = [1, 5, 15, 60, 180, 720, 1_440, 10_080].map((minutes) => minutes * 60_000);

/** Monitors: what they look at, what they say, and how their alarms stand. */
export function monitorRoutes({ accounts, projects, monitors, closing }: ApiDeps): ApiRoute[] {
  const find = projects.find.bind(projects);
  const idOf = (text: string): number => numberIn(text, 'The monitor');
  const viewsOf = async (found: readonly MonitorSummary[]): Promise<MonitorView[]> => {
    const ids = found.flatMap(({ monitor, watches }) => [
      monitor.createdBy,
      ...watches.flatMap(({ acknowledgedBy }) => acknowledgedBy ?? []),
    ]);
    const names = await userNames(accounts, ids.map(String));
    return found.map((one) => monitorView(one, (id) => names.get(String(id)) ?? null));
  };
  const viewOf = async (found: MonitorSummary): Promise<MonitorView> => {
    const [view] = await viewsOf([found]);
    if (view === undefined) throw new Error('A monitor has a view.');
    return view;
  };

  return [
    defineRoute({
      method: 'GET',
      path: MONITORS,
      summary: 'Monitors of a project, by name',
      policy: 'checked-by-domain',
      answer: { json: MonitorList },
      async handle({ actor, params }) {
        const { id } = await find(actor, params.entity, params.project, 'read');
        return { monitors: await viewsOf(await monitors.list(id)) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: MONITORS,
      summary: 'Make a monitor; it looks at calls that end from now on',
      policy: 'checked-by-domain',
      body: MonitorInput,
      answer: { json: MonitorView },
      async handle({ actor, params, body }) {
        const project = await find(actor, params.entity, params.project, 'write');
        return viewOf(await monitors.create(actor, project, body));
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${MONITORS}/try`,
      summary: 'What a monitor would say of the newest calls that it means; nothing is kept',
      policy: 'checked-by-domain',
      body: MonitorTrialInput,
      answer: { json: MonitorTrial },
      async handle({ actor, params, body }) {
        const project = await find(actor, params.entity, params.project, 'write');
        const { matching, calls } = await monitors.attempt(project, body, closing);
        return {
          matching,
          calls: calls.map((call) => ({ ...call, outcomes: [...call.outcomes] })),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: MONITOR,
      summary: 'One monitor',
      policy: 'checked-by-domain',
      answer: { json: MonitorView },
      async handle({ actor, params }) {
        const { id } = await find(actor, params.entity, params.project, 'read');
        return viewOf(await monitors.get(id, idOf(params.monitor)));
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: MONITOR,
      summary: 'Another version of a monitor, a pause, or its end',
      policy: 'checked-by-domain',
      body: MonitorChange,
      answer: { json: MonitorView },
      async handle({ actor, params, body }) {
        const project = await find(actor, params.entity, params.project, 'write');
        return viewOf(await monitors.change(actor, project, idOf(params.monitor), body));
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: MONITOR,
      summary: 'Remove a monitor; what it said of calls stays with them',
      policy: 'checked-by-domain',
      answer: 'nothing',
      async handle({ actor, params }) {
        const { id } = await find(actor, params.entity, params.project, 'write');
        await monitors.remove(id, idOf(params.monitor));
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${MONITOR}/versions`,
      summary: 'What a monitor was set to, the newest first',
      policy: 'checked-by-domain',
      answer: { json: MonitorVersions },
      async handle({ actor, params }) {
        const { id } = await find(actor, params.entity, params.project, 'read');
        const versions = await monitors.versions(id, idOf(params.monitor));
        const names = await userNames(
          accounts,
          versions.map(({ createdBy }) => String(createdBy)),
        );
        return {
          versions: versions.map(({ createdBy, ...version }) => ({
            ...version,
            createdBy: names.get(String(createdBy)) ?? null,
          })),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${MONITOR}/series`,
      summary: 'Scores over time, with 95 % intervals',
      policy: 'checked-by-domain',
      query: z.object({
        from: Time,
        to: Time,
        buckets: z.coerce.number().int().min(1).max(500).default(60),
      }),
      answer: { json: MonitorSeries },
      async handle({ actor, params, query }) {
        const { id } = await find(actor, params.entity, params.project, 'read');
        const width = Math.max(0, query.to - query.from) / query.buckets;
        const bucketMs = WIDTHS.find((one) => one >= width) ?? WIDTHS.at(-1) ?? 60_000;
        const range = { from: query.from, to: query.to, bucketMs };
        return {
          ...range,
          series: seriesOf(await monitors.buckets(id, idOf(params.monitor), range)),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${MONITOR}/scores`,
      summary: 'What a monitor said of single calls, and what failed, the newest first',
      policy: 'checked-by-domain',
      query: z.object({
        state: MonitorScoreState.optional(),
        scorer: z.string().max(200).optional(),
        from: Time.optional(),
        to: Time.optional(),
        before: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      answer: { json: MonitorScores },
      async handle({ actor, params, query }) {
        const { id } = await find(actor, params.entity, params.project, 'read');
        const given = Object.fromEntries(
          Object.entries(query).filter(([, value]) => value !== undefined),
        );
        const page = { ...given, limit: query.limit + 1 };
        const found = await monitors.scores(id, idOf(params.monitor), page);
        const shown = found.slice(0, query.limit);
        return {
          scores: shown.map(({ monitorId: _, value, ...score }) => ({
            ...score,
            value: value === null ? null : apiJson(value),
          })),
          nextBefore: found.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${MONITOR}/alarms/{key}/acknowledge`,
      summary: 'Say that you know of an alarm',
      policy: 'checked-by-domain',
      answer: { json: MonitorView },
      async handle({ actor, params }) {
        const { id } = await find(actor, params.entity, params.project, 'write');
        return viewOf(await monitors.acknowledge(actor, id, idOf(params.monitor), params.key));
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${MONITOR}/alarms/{key}/watch`,
      summary: 'Watch anew, with nothing of what was',
      policy: 'checked-by-domain',
      answer: { json: MonitorView },
      async handle({ actor, params }) {
        const { id } = await find(actor, params.entity, params.project, 'write');
        return viewOf(await monitors.watchAgain(id, idOf(params.monitor), params.key));
      },
    }),
  ];
}
