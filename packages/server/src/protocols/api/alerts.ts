import { AlertList } from '@runloom/model';
import { z } from 'zod';
import { findRun } from './address.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const AlertQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().min(1).optional(),
});

/** What training scripts wanted somebody to know. */
export function alertRoutes(deps: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/runs/{entity}/{project}/{run}/alerts',
      summary: 'Alerts of a run, newest first',
      policy: 'checked-by-domain',
      query: AlertQuery,
      answer: { json: AlertList },
      async handle({ actor, params, query }) {
        const { run } = await findRun(deps, actor, params);
        const page = await deps.alerts.list(run, {
          first: query.limit,
          after: query.cursor ?? null,
        });
        return { ...page, alerts: [...page.alerts] };
      },
    }),
  ];
}
