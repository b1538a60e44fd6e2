import { AgreementView, DatasetPublished, JudgeList, QueueDatasetInput } from '@runloom/model';
import type { Answer } from '../../../domains/annotations/index.ts';
import type { ApiDeps } from '../deps.ts';
import { type ApiRoute, defineRoute } from '../route.ts';
import { userNames } from '../traces/names.ts';
import { QUEUES } from './queue-routes.ts';

/** What the answers of a queue tell: how far people agree, and how far scorers agree with them. */
export function reviewRoutes({
  accounts,
  projects,
  annotations,
  reviews,
  datasets,
}: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: `${QUEUES}/{queue}/agreement`,
      summary: 'How much those who judged the same calls agree, by field, and where they do not',
      policy: 'checked-by-domain',
      answer: { json: AgreementView },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const queue = await annotations.getQueue(project.id, params.queue);
        const { fields, disputes } = await reviews.agreement(project, queue);
        const ids = [
          ...fields.flatMap(({ pairs }) => pairs.flatMap(({ judges }) => judges)),
          ...disputes.flatMap(({ answers, decision }) =>
            [...answers, ...(decision === null ? [] : [decision])].map(({ user }) => user),
          ),
        ];
        const names = await userNames(accounts, ids);
        const nameOf = (user: string): string => names.get(user) ?? user;
        const said = ({ user, value, at }: Answer) => ({ user: nameOf(user), value, at });
        return {
          fields: fields.map(({ alpha, pairs, ...field }) => ({
            ...field,
            alpha: alpha?.alpha ?? null,
            alphaInterval: tuple(alpha?.interval),
            pairs: pairs.map(({ judges: [one, other], units, agreement, kappa, interval }) => ({
              users: [nameOf(one), nameOf(other)] as [string, string],
              calls: units,
              agreement,
              kappa,
              interval: tuple(interval),
            })),
          })),
          disputed: disputes.map(({ itemId, callId, field, answers, decision }) => ({
            itemId,
            callId,
            field,
            answers: answers.map((answer) => ({ field, ...said(answer) })),
            decision: decision === null ? null : said(decision),
          })),
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${QUEUES}/{queue}/judges`,
      summary: 'Scorers beside what people said: confusion, bias, and their means without it',
      policy: 'checked-by-domain',
      answer: { json: JudgeList },
      async handle({ actor, params }) {
        const project = await projects.find(actor, params.entity, params.project, 'read');
        const queue = await annotations.getQueue(project.id, params.queue);
        const judges = await reviews.judges(project, queue);
        return {
          judges: judges.map(({ confusion, kappa, bias, ...judge }) => ({
            ...judge,
            confusion:
              confusion === null
                ? null
                : {
                    categories: [...confusion.categories],
                    counts: confusion.counts.map((row) => [...row]),
                  },
            agreement: kappa?.agreement ?? null,
            kappa: kappa?.kappa ?? null,
            kappaInterval: tuple(kappa?.interval),
            bias: bias?.bias.value ?? null,
            biasInterval: tuple(bias?.bias.interval),
            raw: bias?.raw ?? null,
            corrected: bias?.corrected.value ?? null,
            correctedInterval: tuple(bias?.corrected.interval),
          })),
        };
      },
    }),
    defineRoute({
      method: 'POST',
      path: `${QUEUES}/{queue}/dataset`,
      summary: 'Publish the calls of which something counts, with it, as a dataset',
      policy: 'checked-by-domain',
      body: QueueDatasetInput,
      answer: { json: DatasetPublished },
      async handle({ actor, params, body: { name, mode } }) {
        const project = await projects.find(actor, params.entity, params.project, 'write');
        const queue = await annotations.getQueue(project.id, params.queue);
        const rows = reviews.labelledRows(project, queue);
        return datasets.publishRows(actor, project, name, mode, rows);
      },
    }),
  ];
}

const tuple = (
  interval: readonly [low: number, high: number] | null | undefined,
): [number, number] | null => (interval ? [interval[0], interval[1]] : null);
