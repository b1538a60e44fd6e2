import type { FastifyInstance } from 'fastify';
import type { WandbDependencies } from '../dependencies.ts';
import { sendDownload } from './send.ts';

/**
 * Histories as Parquet files, at addresses that `parquetHistory` gives out. The client fetches one
 * whole, or asks for the ranges that hold the columns it wants, with no key.
 */
export function registerHistoryDownloads(
  app: FastifyInstance,
  { historyExports }: Pick<WandbDependencies, 'historyExports'>,
): void {
  app.get<{ Params: { token: string } }>(
    '/storage/histories/:token/*',
    { config: { policy: 'signed-token' } },
    async (request, reply) => {
      const file = await historyExports.openFile(request.params.token);
      return sendDownload({ ...file, mimeType: 'application/vnd.apache.parquet' }, request, reply);
    },
  );
}
