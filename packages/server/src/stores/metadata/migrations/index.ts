import { migration as accountsProjectsRuns } from './0001-accounts-projects-runs.ts';
import { migration as runListing } from './0002-run-listing.ts';
import { migration as runLineage } from './0003-run-lineage.ts';
import { migration as teamsChartsViews } from './0004-teams-charts-views.ts';
import { migration as artifacts } from './0005-artifacts.ts';
import { migration as lineage } from './0006-lineage.ts';
import { migration as viewVersions } from './0007-view-versions.ts';
import { migration as automations } from './0008-automations.ts';
import { migration as registries } from './0009-registries.ts';
import { migration as historyExports } from './0010-history-exports.ts';
import { migration as metricExtremes } from './0012-metric-extremes.ts';
import { migration as registryAndAutomationHistory } from './0015-registry-and-automation-history.ts';
import { migration as describedProjects } from './0019-described-projects.ts';
import { migration as weaveObjects } from './0023-weave-objects.ts';
import { migration as modelPrices } from './0027-model-prices.ts';
import { migration as annotationQueues } from './0028-annotation-queues.ts';
import { migration as callRules } from './0034-call-rules.ts';
import { migration as modelProviders } from './0044-model-providers.ts';
import { migration as finishedRemovals } from './0054-finished-removals.ts';
import { migration as defaultTeams } from './0055-default-teams.ts';
import { migration as annotationProgress } from './0060-annotation-progress.ts';
import { migration as reports } from './0061-reports.ts';
import { migration as reportAttachments } from './0062-report-attachments.ts';
import { migration as rolesAndAudience } from './0067-roles-and-audience.ts';
import { migration as keysAndInvitations } from './0068-keys-and-invitations.ts';
import { migration as accessRequests } from './0069-access-requests.ts';
import { migration as sessionOrigins } from './0070-session-origins.ts';
import { migration as auditLog } from './0071-audit-log.ts';
import { migration as identities } from './0072-identities.ts';
import { migration as search } from './0073-search.ts';
import { migration as notifications } from './0074-notifications.ts';
import { migration as searchReports } from './0075-search-reports.ts';
import { migration as evaluationRuns } from './0078-evaluation-runs.ts';
import { migration as monitors } from './0079-monitors.ts';
import { migration as notifiedAccess } from './0082-notified-access.ts';
import { migration as searchByKind } from './0083-search-by-kind.ts';
import { migration as searchByPlace } from './0084-search-by-place.ts';
import { migration as reportTapeFiles } from './0086-report-tape-files.ts';
import { migration as clientMonitors } from './0088-client-monitors.ts';
import { migration as keptTrials } from './0089-kept-trials.ts';
import { migration as describedCollections } from './0092-described-collections.ts';
import { migration as keptOutlines } from './0098-kept-outlines.ts';
import { migration as workspaceTemplates } from './0104-workspace-templates.ts';
import { migration as runMachines } from './0120-run-machines.ts';
import { migration as liveLinks } from './0121-live-links.ts';
import type { Migration } from './migration.ts';

export interface NumberedMigration {
  readonly number: number;
  readonly name: string;
  readonly migration: Migration;
}

/** All steps in order. A step that was released is never changed: a new one is added. */
export const migrations: readonly NumberedMigration[] = [
  { number: 1, name: 'accounts-projects-runs', migration: accountsProjectsRuns },
  { number: 2, name: 'run-listing', migration: runListing },
  { number: 3, name: 'run-lineage', migration: runLineage },
  { number: 4, name: 'teams-charts-views', migration: teamsChartsViews },
  { number: 5, name: 'artifacts', migration: artifacts },
  { number: 6, name: 'lineage', migration: lineage },
  { number: 7, name: 'view-versions', migration: viewVersions },
  { number: 8, name: 'automations', migration: automations },
  { number: 9, name: 'registries', migration: registries },
  { number: 10, name: 'history-exports', migration: historyExports },
  { number: 12, name: 'metric-extremes', migration: metricExtremes },
  {
    number: 15,
    name: 'registry-and-automation-history',
    migration: registryAndAutomationHistory,
  },
  { number: 19, name: 'described-projects', migration: describedProjects },
  { number: 23, name: 'weave-objects', migration: weaveObjects },
  { number: 27, name: 'model-prices', migration: modelPrices },
  { number: 28, name: 'annotation-queues', migration: annotationQueues },
  { number: 34, name: 'call-rules', migration: callRules },
  { number: 44, name: 'model-providers', migration: modelProviders },
  { number: 54, name: 'finished-removals', migration: finishedRemovals },
  { number: 55, name: 'default-teams', migration: defaultTeams },
  { number: 60, name: 'annotation-progress', migration: annotationProgress },
  { number: 61, name: 'reports', migration: reports },
  { number: 62, name: 'report-attachments', migration: reportAttachments },
  { number: 67, name: 'roles-and-audience', migration: rolesAndAudience },
  { number: 68, name: 'keys-and-invitations', migration: keysAndInvitations },
  { number: 69, name: 'access-requests', migration: accessRequests },
  { number: 70, name: 'session-origins', migration: sessionOrigins },
  { number: 71, name: 'audit-log', migration: auditLog },
  { number: 72, name: 'identities', migration: identities },
  { number: 73, name: 'search', migration: search },
  { number: 74, name: 'notifications', migration: notifications },
  { number: 75, name: 'search-reports', migration: searchReports },
  { number: 78, name: 'evaluation-runs', migration: evaluationRuns },
  { number: 79, name: 'monitors', migration: monitors },
  { number: 82, name: 'notified-access', migration: notifiedAccess },
  { number: 83, name: 'search-by-kind', migration: searchByKind },
  { number: 84, name: 'search-by-place', migration: searchByPlace },
  { number: 86, name: 'report-tape-files', migration: reportTapeFiles },
  { number: 88, name: 'client-monitors', migration: clientMonitors },
  { number: 89, name: 'kept-trials', migration: keptTrials },
  { number: 92, name: 'described-collections', migration: describedCollections },
  { number: 98, name: 'kept-outlines', migration: keptOutlines },
  { number: 104, name: 'workspace-templates', migration: workspaceTemplates },
  { number: 120, name: 'run-machines', migration: runMachines },
  { number: 121, name: 'live-links', migration: liveLinks },
];
