import type { FastifyInstance } from 'fastify';
import type { WandbDependencies } from './dependencies.ts';
import { registerFilestream } from './filestream/route.ts';
import { registerGraphql } from './graphql/route.ts';
import { registerKeyPage } from './key-page.ts';
import { registerArtifactTransfers } from './transfers/artifacts.ts';
import { registerDownloads } from './transfers/downloads.ts';
import { registerHistoryDownloads } from './transfers/histories.ts';
import { registerUploads } from './transfers/uploads.ts';

export type { WandbDependencies } from './dependencies.ts';
export { createReportFormat } from './reports/index.ts';
export { WANDB_WORKSPACES } from './workspaces/index.ts';

/**
 * The W&B protocol as the stock client speaks it: GraphQL for what runs are, the file stream for
 * what they log, transfers for their files, and the page where it sends people for a key.
 */
export function registerWandb(app: FastifyInstance, deps: WandbDependencies): void {
  registerGraphql(app, deps);
  registerFilestream(app, deps);
  registerUploads(app, deps);
  registerDownloads(app, deps);
  registerHistoryDownloads(app, deps);
  registerArtifactTransfers(app, deps);
  registerKeyPage(app);
}
