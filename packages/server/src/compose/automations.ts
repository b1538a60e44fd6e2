import { announceChanges } from '../domains/artifacts/index.ts';
import { createAutomations } from '../domains/automations/index.ts';
import { createLifecycle } from '../domains/lifecycle/index.ts';
import type { ArtifactRooms } from './artifacts.ts';
import type { Foundation } from './foundation.ts';
import type { ReportRooms } from './reports.ts';
import type { RunRooms } from './runs.ts';

/** What follows by itself from what happens: automations, and the end of what was deleted. */
export type AutomationRooms = ReturnType<typeof wireAutomations>;

export function wireAutomations(
  foundation: Foundation,
  { runs, metrics, files, historyExports, alerts }: RunRooms,
  { storedArtifacts }: Pick<ArtifactRooms, 'storedArtifacts'>,
  { integrations }: Pick<ReportRooms, 'integrations'>,
) {
  const { metadata, columns, log, publicUrl, live, accounts, projects, jobs } = foundation;
  const automations = createAutomations({
    metadata,
    accounts,
    projects,
    runs,
    metrics,
    artifacts: storedArtifacts,
    integrations,
    jobs,
    live,
    publicUrl,
    log,
  });
  return {
    automations,
    artifacts: announceChanges(storedArtifacts, {
      tell: (event) => automations.noticeArtifact(event),
      findProject: (id) => projects.findById(id),
    }),
    lifecycle: createLifecycle({
      columns,
      projects,
      runs,
      metrics,
      files,
      belongings: [historyExports, alerts, automations],
      live,
    }),
  };
}
