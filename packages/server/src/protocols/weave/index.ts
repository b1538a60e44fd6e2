import type { FastifyInstance } from 'fastify';
import { annotationQueueRoutes } from './annotation-queues.ts';
import { callReadingRoutes } from './calls/reading.ts';
import { callStatsRoutes } from './calls/stats.ts';
import { callWritingRoutes } from './calls/writing.ts';
import { costRoutes } from './costs.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { feedbackRoutes } from './feedback.ts';
import { feedbackAggregateRoutes } from './feedback-aggregate.ts';
import { feedbackStatsRoutes } from './feedback-stats.ts';
import { fileRoutes } from './files.ts';
import { labelRoutes } from './labels.ts';
import { laterRoutes } from './later.ts';
import { objectRoutes } from './objects.ts';
import { refRoutes } from './refs.ts';
import { registerWeaveRoutes } from './route.ts';
import { serviceRoutes } from './service.ts';
import { tableRoutes } from './tables.ts';
import { threadRoutes } from './threads.ts';
import { evalResultRoutes } from './typed/eval-results.ts';
import { typedObjectRoutes } from './typed/objects.ts';
import { typedRunRoutes } from './typed/runs.ts';

export { createCallReader } from './calls/call-reader.ts';

/** Where clients that are told the address of the server look for traces. */
const PREFIX = '/traces';

/**
 * The trace server as the stock clients of Weave speak to it (python 0.54, npm 0.11): below `/traces`,
 * and at the root for those that are given the address itself.
 */
export function registerWeave(app: FastifyInstance, deps: WeaveDependencies): void {
  const routes = [
    ...serviceRoutes(deps),
    ...callWritingRoutes(deps),
    ...callReadingRoutes(deps),
    ...callStatsRoutes(deps),
    ...threadRoutes(deps),
    ...objectRoutes(deps),
    ...labelRoutes(deps),
    ...tableRoutes(deps),
    ...fileRoutes(deps),
    ...refRoutes(deps),
    ...feedbackRoutes(deps),
    ...feedbackStatsRoutes(deps),
    ...feedbackAggregateRoutes(deps),
    ...costRoutes(deps),
    ...annotationQueueRoutes(deps),
    ...typedObjectRoutes(deps),
    ...typedRunRoutes(deps),
    ...evalResultRoutes(deps),
    ...laterRoutes(),
  ];
  app.register(async (scope) => registerWeaveRoutes(scope, routes));
  app.register(
    async (scope) => {
      registerWeaveRoutes(scope, routes);
      scope.setNotFoundHandler((_request, reply) =>
        reply.code(404).send({ detail: 'Not Found', reason: 'There is nothing at this address.' }),
      );
    },
    { prefix: PREFIX },
  );
}
