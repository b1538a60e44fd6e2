import type { FastifyInstance } from 'fastify';
import type { Log } from '../../platform/logging.ts';
import { accessRequestRoutes } from './access-requests.ts';
import { adminMailRoutes } from './admin-mail.ts';
import { adminOrganizationRoutes } from './admin-organizations.ts';
import { adminUserRoutes } from './admin-users.ts';
import { alertRoutes } from './alerts.ts';
import { annotationRoutes } from './annotations/index.ts';
import { apiKeyRoutes } from './api-keys.ts';
import { artifactReferenceRoutes } from './artifact-references.ts';
import { artifactRemovalRoutes } from './artifact-removal.ts';
import { artifactTrashRoutes } from './artifact-trash.ts';
import { artifactVersionRoutes } from './artifact-versions.ts';
import { artifactRoutes } from './artifacts.ts';
import { auditRoutes } from './audit.ts';
import { automationExecutionRoutes } from './automation-executions.ts';
import { automationRoutes } from './automations.ts';
import { callRuleRoutes } from './call-rules.ts';
import { chartRoutes } from './charts.ts';
import { consoleRoutes } from './console.ts';
import { datasetRoutes } from './datasets/index.ts';
import type { ApiDeps } from './deps.ts';
import { evaluationRunRoutes } from './evaluation-runs.ts';
import { evaluationRoutes } from './evaluations/index.ts';
import { fileRoutes } from './files.ts';
import { historyRoutes } from './history.ts';
import { integrationRoutes } from './integrations.ts';
import { invitationRoutes } from './invitations.ts';
import { lineageRoutes } from './lineage.ts';
import { liveRoutes } from './live.ts';
import { mediaRoutes } from './media.ts';
import { modelProviderRoutes } from './model-providers.ts';
import { clientScoreRoutes } from './monitors/client-scores.ts';
import { monitorRoutes } from './monitors/index.ts';
import { notificationStreamRoutes } from './notification-stream.ts';
import { notificationRoutes } from './notifications.ts';
import { describeApi } from './openapi.ts';
import { organizationRoutes } from './organizations.ts';
import { panelRoutes } from './panels.ts';
import { peopleRoutes } from './people.ts';
import { playgroundRoutes } from './playground.ts';
import { projectMemberRoutes } from './project-members.ts';
import { projectRoutes } from './projects.ts';
import { promptRoutes } from './prompts.ts';
import { registryRoutes } from './registries.ts';
import { registryCollectionRoutes } from './registry-collections.ts';
import { reportRoom } from './reports/index.ts';
import { API_PREFIX, registerRoutes } from './route.ts';
import { runArtifactRoutes } from './run-artifacts.ts';
import { runBulkRoutes } from './run-bulk.ts';
import { runCodeRoutes } from './run-code.ts';
import { runComparisonRoutes } from './run-comparison.ts';
import { runCsvRoutes } from './run-csv.ts';
import { runTableRoutes } from './run-table.ts';
import { createRunViews } from './run-view.ts';
import { runRoutes } from './runs.ts';
import { sandboxRoutes } from './sandbox.ts';
import { scorerRoutes } from './scorers.ts';
import { searchRoutes } from './search.ts';
import { seriesRoutes } from './series.ts';
import { sessionRoutes } from './session.ts';
import { browserSessionRoutes } from './sessions.ts';
import { teamRoutes } from './teams.ts';
import { traceRoutes } from './traces/index.ts';
import { trashRoutes } from './trash.ts';
import { viewRoutes } from './views.ts';
import { weaveLabelRoutes } from './weave-labels.ts';
import { weaveObjectRoutes } from './weave-objects.ts';

export type { ApiDeps } from './deps.ts';
export { createFilterReader } from './traces/selection.ts';

/**
 * Registers `/api/v1` and its OpenAPI document.
 * @returns how many live streams and editors of reports are open
 */
export function registerApi(
  app: FastifyInstance,
  deps: ApiDeps,
  log: Log,
): { liveStreamCount: () => number; editorCount: () => number } {
  const views = createRunViews(deps.accounts);
  const live = liveRoutes(deps, views, log);
  const reports = reportRoom(deps, log);
  const routes = [
    ...sessionRoutes(deps),
    ...browserSessionRoutes(deps),
    ...apiKeyRoutes(deps),
    ...projectRoutes(deps),
    ...projectMemberRoutes(deps),
    ...teamRoutes(deps),
    ...invitationRoutes(deps),
    ...organizationRoutes(deps),
    ...peopleRoutes(deps),
    ...accessRequestRoutes(deps),
    ...chartRoutes(deps),
    ...viewRoutes(deps),
    ...runRoutes(deps, views),
    ...runTableRoutes(deps),
    ...runCodeRoutes(deps),
    ...runComparisonRoutes(deps, views),
    ...runBulkRoutes(deps),
    ...runCsvRoutes(deps),
    ...alertRoutes(deps),
    ...automationRoutes(deps),
    ...automationExecutionRoutes(deps),
    ...integrationRoutes(deps),
    ...registryRoutes(deps),
    ...registryCollectionRoutes(deps),
    ...trashRoutes(deps, views),
    ...seriesRoutes(deps),
    ...panelRoutes(deps),
    ...consoleRoutes(deps),
    ...fileRoutes(deps),
    ...historyRoutes(deps),
    ...mediaRoutes(deps),
    ...artifactRoutes(deps),
    ...artifactVersionRoutes(deps),
    ...artifactReferenceRoutes(deps),
    ...artifactRemovalRoutes(deps),
    ...artifactTrashRoutes(deps),
    ...runArtifactRoutes(deps),
    ...lineageRoutes(deps),
    ...traceRoutes(deps),
    ...weaveObjectRoutes(deps),
    ...weaveLabelRoutes(deps),
    ...datasetRoutes(deps),
    ...promptRoutes(deps),
    ...modelProviderRoutes(deps),
    ...playgroundRoutes(deps),
    ...callRuleRoutes(deps),
    ...annotationRoutes(deps),
    ...evaluationRoutes(deps),
    ...searchRoutes(deps),
    ...evaluationRunRoutes(deps),
    ...scorerRoutes(deps),
    ...monitorRoutes(deps),
    ...clientScoreRoutes(deps),
    ...reports.routes,
    ...notificationRoutes(deps),
    ...notificationStreamRoutes(deps, log),
    ...adminMailRoutes(deps),
    ...sandboxRoutes(deps),
    ...live.routes,
    ...auditRoutes(deps),
    ...adminUserRoutes(deps),
    ...adminOrganizationRoutes(deps),
  ];
  registerRoutes(app, routes);

  const document = JSON.stringify(describeApi(routes, deps.version));
  app.get(
    `${API_PREFIX}/openapi.json`,
    { config: { policy: 'public', ignoresCredentials: true } },
    (_request, reply) => reply.type('application/json; charset=utf-8').send(document),
  );
  return { liveStreamCount: live.streamCount, editorCount: reports.connectionCount };
}
