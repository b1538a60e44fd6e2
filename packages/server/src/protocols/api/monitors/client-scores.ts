import { ClientScores, memberText } from '@runloom/model';
import type { Feedback } from '../../../domains/calls/index.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { apiJson } from '../traces/values.ts';

const PREFIX = 'wandb.runnable.';
/** Of so many of the newest the pages show those that no evaluation made. */
const LOOKED_AT = 2_000;
const SHOWN = 20;

/** What scorers and guardrails of clients (`call.apply_scorer`) said of calls, the newest first. */
export function clientScoreRoutes({ projects, calls }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/projects/{entity}/{project}/client-scores',
      summary: 'What scorers and guardrails of clients said of calls last, by scorer',
      policy: 'checked-by-domain',
      answer: { json: ClientScores },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const { feedback } = await calls.queryFeedback(project.id, {
          query: {
            $expr: {
              $and: [
                {
                  $contains: {
                    input: { $getField: 'feedback_type' },
                    substr: { $literal: PREFIX },
                  },
                },
                { $eq: [{ $getField: 'trigger_ref' }, { $literal: '' }] },
              ],
            },
          },
          sort: [{ field: 'created_at', direction: 'desc' }],
          limit: LOOKED_AT,
        });
        const ids = feedback.flatMap((one) => callOf(one) ?? []);
        const evaluated = new Set<string>();
        const columns = ['id', 'attributes'];
        for await (const page of calls.readMany(project.id, [...new Set(ids)], { columns })) {
          for (const { id, attributes } of page) {
            if (memberText(attributes, '_weave_eval_meta') !== null) evaluated.add(id);
          }
        }
        const own = feedback.flatMap((one) => {
          const callId = callOf(one);
          return callId === null || evaluated.has(callId) ? [] : [{ one, callId }];
        });
        const byName = Map.groupBy(own, ({ one }) => one.feedbackType.slice(PREFIX.length));
        return {
          scorers: [...byName].map(([name, all]) => ({
            name,
            count: all.length,
            results: all.slice(0, SHOWN).map(({ one, callId }) => ({
              feedbackId: one.id,
              callId,
              value: apiJson(memberText(one.payload, 'output') ?? 'null'),
              createdAt: Math.floor(one.createdAt / 1_000),
              creator: one.creator,
            })),
          })),
          hasMore: feedback.length === LOOKED_AT,
        };
      },
    }),
  ];
}

const callOf = ({ weaveRef }: Feedback): string | null =>
  /^weave:\/\/\/[^/]+\/[^/]+\/call\/([^/]+)$/.exec(weaveRef)?.[1] ?? null;
