import { createAnnotations, createReviews } from '../domains/annotations/index.ts';
import { createCallRules, withCallRules } from '../domains/call-rules/index.ts';
import { createCalls, type ReadPrices } from '../domains/calls/index.ts';
import { createCosts } from '../domains/costs/index.ts';
import { createDatasets } from '../domains/datasets/index.ts';
import { createEvaluationRuns } from '../domains/evaluation-runs/index.ts';
import {
  createEvaluations,
  createKeptEvaluations,
  readEndedEvaluations,
  withReadEvaluations,
} from '../domains/evaluations/index.ts';
import { createJobs } from '../domains/jobs/index.ts';
import { announceCalls } from '../domains/live/index.ts';
import {
  createMonitors,
  describeMonitorAlarm,
  type Monitors,
  withMonitors,
  withPublishedMonitors,
} from '../domains/monitors/index.ts';
import { createMonitorNotices } from '../domains/notifications/index.ts';
import { createObjects } from '../domains/objects/index.ts';
import { createModels, createPlayground } from '../domains/playground/index.ts';
import { createPrompts } from '../domains/prompts/index.ts';
import { createProviders } from '../domains/providers/index.ts';
import { createScorers } from '../domains/scorers/index.ts';
import { createSearch } from '../domains/search/index.ts';
import { createFilterReader } from '../protocols/api/index.ts';
import { createCallReader } from '../protocols/weave/index.ts';
import type { AutomationRooms } from './automations.ts';
import type { Foundation } from './foundation.ts';
import type { ReportRooms } from './reports.ts';

/** Calls of LLM applications, the objects they use, and what is evaluated and watched of them. */
export type TraceRooms = ReturnType<typeof wireTraces>;

export function wireTraces(
  foundation: Foundation,
  {
    automations,
    notifications,
  }: Pick<AutomationRooms, 'automations'> & Pick<ReportRooms, 'notifications'>,
) {
  const { metadata, columns, blobs, log, versions, committer, contents } = foundation;
  const { live, accounts, projects, seal, outbound } = foundation;
  const callRules = createCallRules({ metadata, accounts });
  const costs = createCosts({ metadata });
  const annotations = createAnnotations({ metadata });
  const prices: ReadPrices = (project, models) =>
    models === 'all' ? costs.list(project) : costs.readPrices(project, models);
  const storedCalls = createCalls({
    columns,
    committer,
    versions,
    projects,
    prices,
    // Calls name objects and objects calls: each asks the other only once both are there.
    readRefs: (project, refs) => objects.readReferences({ project }, refs),
  });
  // Monitors look at calls that are written, and write calls themselves.
  const notice: Monitors['notice'] = (project, parts) => monitors.notice(project, parts);
  const announcedCalls = withMonitors(announceCalls(storedCalls, live), notice);
  // Models answer slowly: what waits for them keeps nothing else waiting.
  const modelJobs = createJobs({ metadata, log, atOnce: 8, leaseMs: 15_000 });
  const kept = createKeptEvaluations(metadata);
  const calls = withCallRules(withReadEvaluations(announcedCalls, modelJobs, kept), callRules);
  const storedObjects = createObjects({
    metadata,
    columns,
    committer,
    blobs,
    contents,
    projects,
    readCall: createCallReader({ calls, projects }),
  });
  // What clients publish as monitors is followed; what monitors publish themselves is not.
  const objects = withPublishedMonitors(storedObjects, {
    follow: (...published) => monitors.follow(...published),
    lose: (...lost) => monitors.lose(...lost),
  });
  const providers = createProviders({ metadata, accounts, seal, outbound });
  const models = createModels({ providers, outbound });
  const scorers = createScorers({ objects, models });
  const evaluations = createEvaluations({ calls, objects, kept });
  readEndedEvaluations(modelJobs, evaluations, kept);
  const evaluationRuns = createEvaluationRuns({
    metadata,
    calls,
    callRules,
    objects,
    projects,
    models,
    scorers,
    prices,
    jobs: modelJobs,
    log,
  });
  const tellPeople = createMonitorNotices({ notifications, projects });
  const monitors = createMonitors({
    metadata,
    calls,
    objects: storedObjects,
    projects,
    scorers,
    prices,
    readFilter: createFilterReader(accounts),
    jobs: modelJobs,
    async tell(alarm) {
      await tellPeople(alarm);
      await automations.noticeMonitor(describeMonitorAlarm(alarm));
    },
    log,
  });
  return {
    callRules,
    costs,
    annotations,
    calls,
    objects,
    reviews: createReviews({ annotations, calls, objects }),
    evaluations,
    datasets: createDatasets({ objects }),
    prompts: createPrompts({ objects }),
    search: createSearch({ metadata, accounts, projects, calls: storedCalls }),
    providers,
    playground: createPlayground({ providers, outbound, calls }),
    scorers,
    modelJobs,
    evaluationRuns,
    monitors,
  };
}
