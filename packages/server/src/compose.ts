import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import { type Accounts, createAccounts } from './domains/accounts/index.ts';
import { createActivity } from './domains/activity/index.ts';
import { createAlerts } from './domains/alerts/index.ts';
import { createAnnotations, createReviews } from './domains/annotations/index.ts';
import {
  type Artifacts,
  announceChanges,
  createArtifactContentHolder,
  createArtifactDescribers,
  createArtifacts,
  publishChanges,
} from './domains/artifacts/index.ts';
import { type Audit, createAudit, serverEvent } from './domains/audit/index.ts';
import { createAutomations } from './domains/automations/index.ts';
import { createCallRules, withCallRules } from './domains/call-rules/index.ts';
import { type Calls, createCalls, type ReadPrices } from './domains/calls/index.ts';
import { createCharts } from './domains/charts/index.ts';
import { createConsole } from './domains/console/index.ts';
import { createContents } from './domains/contents/index.ts';
import { createCosts } from './domains/costs/index.ts';
import { createDatasets } from './domains/datasets/index.ts';
import { createEvaluationRuns } from './domains/evaluation-runs/index.ts';
import { createEvaluations } from './domains/evaluations/index.ts';
import { createFileContentHolder, createFiles } from './domains/files/index.ts';
import {
  createHistoryExportContentHolder,
  createHistoryExports,
  type HistoryExports,
} from './domains/history-exports/index.ts';
import { createIngest } from './domains/ingest/index.ts';
import { createIntegrations } from './domains/integrations/index.ts';
import { createJobs } from './domains/jobs/index.ts';
import { createLifecycle, type Lifecycle } from './domains/lifecycle/index.ts';
import { createLineage } from './domains/lineage/index.ts';
import { announceCalls, createLive, type Live } from './domains/live/index.ts';
import { createMetrics } from './domains/metrics/index.ts';
import {
  createMonitors,
  describeMonitorAlarm,
  type Monitors,
  withMonitors,
} from './domains/monitors/index.ts';
import {
  createMail,
  createNotifications,
  guardReports,
  type Notifications,
  noticesOfReports,
} from './domains/notifications/index.ts';
import { createObjectContentHolder, createObjects, type Objects } from './domains/objects/index.ts';
import { createModels, createPlayground } from './domains/playground/index.ts';
import { createProjects } from './domains/projects/index.ts';
import { createPrompts } from './domains/prompts/index.ts';
import { createProviders } from './domains/providers/index.ts';
import { createRegistries } from './domains/registries/index.ts';
import {
  createReportContentHolder,
  createReports,
  type ReportDomain,
} from './domains/reports/index.ts';
import { createRunDescriber, createRuns, type Runs } from './domains/runs/index.ts';
import { createScorers } from './domains/scorers/index.ts';
import { createSearch, type Search } from './domains/search/index.ts';
import { createSeal, createSecrets } from './domains/secrets/index.ts';
import { createSignIn } from './domains/sign-in/index.ts';
import { openVersions, type Versions } from './domains/versions/index.ts';
import { createClientViews, createViews, createWorkspaces } from './domains/views/index.ts';
import { createHttpApp, type HttpApp } from './platform/http/index.ts';
import type { Log } from './platform/logging.ts';
import { createMailer } from './platform/mail/index.ts';
import { createOutbound } from './platform/outbound/index.ts';
import { type PeriodicJob, startPeriodicJob } from './platform/periodic-job.ts';
import { createTrails } from './platform/trail.ts';
import { createVitals } from './platform/vitals.ts';
import { createFilterReader, registerApi } from './protocols/api/index.ts';
import { registerAuditDoor } from './protocols/audit/index.ts';
import { registerOtlp } from './protocols/otlp/index.ts';
import { registerSignIn } from './protocols/sign-in/index.ts';
import { createReportFormat, registerWandb, WANDB_WORKSPACES } from './protocols/wandb/index.ts';
import { createCallReader, registerWeave } from './protocols/weave/index.ts';
import { createGroupCommitter } from './stores/columns/group-commit.ts';
import type { Stores } from './stores.ts';

export interface Server {
  readonly http: HttpApp;
  readonly accounts: Accounts;
  readonly audit: Pick<Audit, 'record'>;
  readonly version: string;
  /** Ends live streams and waits until everything that was taken is durable. The stores stay open. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly config: Pick<
    Config,
    'publicUrl' | 'allowedHosts' | 'outboundAllowedHosts' | 'runTimeoutMs'
  > &
    Partial<Pick<Config, 'signIn' | 'trustedProxies' | 'auditRetentionDays' | 'mail'>>;
  readonly stores: Stores;
  readonly secret: Uint8Array;
  readonly log: Log;
  readonly webDirectory?: string;
}

/** First path segments that belong to programs; a missing address below them is never a page. */
const PROGRAM_PATHS: ReadonlySet<string> = new Set([
  'api',
  'agents',
  'aliases',
  'annotation_queues',
  'artifacts',
  'artifactsV2',
  'assets',
  'call',
  'calls',
  'files',
  'graphql',
  'health',
  'healthz',
  'metrics',
  'oidc',
  'otel',
  'project',
  'readyz',
  'scim',
  'server_info',
  'service',
  'storage',
  'tags',
  'traces',
  'v1',
  'v2',
  '.well-known',
]);

const VERSION = readVersion();
const WEB_DIRECTORY = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** Wires stores, domains and protocols. The stores must be open and migrated. */
export async function compose(options: ServerOptions): Promise<Server> {
  const { config, log, secret } = options;
  const { metadata, columns, blobs } = options.stores;
  const numbers = await openVersions({ metadata });
  const versions = () => numbers.next();
  const vitals = createVitals();
  const live = createLive();
  const trails = createTrails();
  const accounts = createAccounts({
    metadata,
    secret,
    refused: trails.refused,
    ...(config.signIn && { sessionLimits: config.signIn.sessions }),
  });
  const auditRetentionDays = config.auditRetentionDays ?? null;
  const audit = createAudit({
    metadata,
    accounts,
    secret,
    retentionDays: auditRetentionDays,
    log,
  });
  const projects = createProjects({ metadata, accounts, trails });
  const activity = createActivity({ metadata, projects });
  const search = createSearch({ metadata, accounts, projects });
  const metrics = createMetrics({ metadata, columns, versions });
  const readExtremes = metrics.extremes;
  const runs = createRuns({ metadata, projects, readExtremes });
  const console = createConsole({ columns, versions });
  const contents = createContents({
    metadata,
    blobs,
    holders: [
      createFileContentHolder(metadata),
      createArtifactContentHolder(metadata),
      createHistoryExportContentHolder(metadata),
      createObjectContentHolder(metadata),
      createReportContentHolder(metadata),
    ],
  });
  const files = createFiles({ metadata, blobs, contents, secret });
  const lineage = createLineage({
    metadata,
    projects,
    describers: [createRunDescriber(metadata), ...createArtifactDescribers(metadata)],
  });
  const registries = createRegistries({ metadata, accounts, projects });
  const { rules } = registries;
  const room = { metadata, blobs, contents, projects, runs, lineage, rules, secret };
  const storedArtifacts = publishChanges(createArtifacts(room), live);
  const historyExports = createHistoryExports({
    metadata,
    blobs,
    contents,
    runs,
    metrics,
    secret,
  });
  const charts = createCharts({ metadata, accounts });
  const views = createViews({ metadata, projects });
  const viewRoom = { metadata, views, projects, format: WANDB_WORKSPACES };
  const workspaces = createWorkspaces(viewRoom);
  const clientViews = createClientViews(viewRoom);
  const alerts = createAlerts({ metadata, projects, runs, live });
  const jobs = createJobs({ metadata, log });
  const seal = createSeal(secret);
  const secrets = createSecrets({ metadata, accounts, seal });
  const outbound = createOutbound({ allowed: config.outboundAllowedHosts });
  const integrations = createIntegrations({ metadata, accounts, secrets, seal, outbound });
  const mailer = createMailer(config.mail ?? null);
  const mail = createMail({ mailer, jobs, seal, publicUrl: config.publicUrl });
  const notifications = createNotifications({
    metadata,
    accounts,
    projects,
    runs,
    integrations,
    jobs,
    live,
    mailer,
    secret,
    publicUrl: config.publicUrl,
    log,
  });
  const reportDomain = createReports({
    secret,
    metadata,
    blobs,
    contents,
    accounts,
    projects,
    views,
    listener: noticesOfReports(notifications),
    log,
  });
  guardReports(notifications, reportDomain.reports);
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
    publicUrl: config.publicUrl,
    log,
  });
  const artifacts = announceChanges(storedArtifacts, {
    tell: (event) => automations.noticeArtifact(event),
    findProject: (id) => projects.findById(id),
  });
  const lifecycle = createLifecycle({
    columns,
    projects,
    runs,
    metrics,
    files,
    belongings: [historyExports, alerts, automations],
    live,
  });
  const committer = createGroupCommitter(columns);
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
  const calls = withCallRules(announcedCalls, callRules);
  const objects = createObjects({
    metadata,
    columns,
    committer,
    blobs,
    contents,
    projects,
    readCall: createCallReader({ calls, projects }),
  });
  const reviews = createReviews({ annotations, calls, objects });
  const evaluations = createEvaluations({ calls, objects });
  const datasets = createDatasets({ objects });
  const prompts = createPrompts({ objects });
  const providers = createProviders({ metadata, accounts, seal, outbound });
  const playground = createPlayground({ providers, outbound, calls });
  const signIn = createSignIn({
    metadata,
    accounts,
    seal,
    password: config.signIn?.password ?? true,
    providers: config.signIn?.providers ?? [],
    changed: trails.changed,
  });
  const models = createModels({ providers, outbound });
  const scorers = createScorers({ objects, models });
  // Models answer slowly: what waits for them keeps nothing else waiting.
  const modelJobs = createJobs({ metadata, log, atOnce: 8, leaseMs: 15_000 });
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
  const monitors = createMonitors({
    metadata,
    calls,
    objects,
    projects,
    scorers,
    prices,
    readFilter: createFilterReader(accounts),
    jobs: modelJobs,
    tell: (alarm) => automations.noticeMonitor(describeMonitorAlarm(alarm)),
    log,
  });
  const ingest = createIngest({ projects, runs, metrics, console, committer, live });

  vitals.counter(
    'runloom_ingested_chunks_total',
    'Requests of runs that were stored.',
    () => ingest.counters.chunks,
  );
  vitals.counter(
    'runloom_ingested_rows_total',
    'Rows of runs that were stored.',
    () => ingest.counters.rows,
  );
  vitals.counter(
    'runloom_ingested_points_total',
    'Metric points that were stored.',
    () => ingest.counters.points,
  );
  vitals.gauge(
    'runloom_commit_pending_bytes',
    'Bytes that wait to be durable.',
    () => committer.pendingBytes,
  );

  const http = await createHttpApp({
    authenticator: {
      key: (key) => accounts.authenticateKey(key),
      session: (token) => accounts.authenticateSession(token),
    },
    publicUrl: config.publicUrl,
    allowedHosts: config.allowedHosts,
    trustedProxies: config.trustedProxies ?? [],
    checks: {
      metadata: () => metadata.ping(),
      columns: () => columns.ping(),
      blobs: () => blobs.ping(),
    },
    vitals,
    log,
    version: VERSION,
    webDirectory: options.webDirectory ?? WEB_DIRECTORY,
    reservedPaths: PROGRAM_PATHS,
    framedPages: {
      prefix: 'embed',
      originsOf: (token) => reportDomain.links.frameOrigins(token),
    },
  });

  registerAuditDoor(http.app, { audit, accounts, trails });
  const closing = new AbortController();
  const domains = {
    accounts,
    projects,
    runs,
    calls,
    callRules,
    annotations,
    reviews,
    evaluations,
    metrics,
    console,
    files,
    ingest,
    live,
    alerts,
    charts,
    automations,
    integrations,
    secrets,
    artifacts,
    lineage,
    registries,
    objects,
  };
  await http.app.register(async (scope) =>
    registerWandb(scope, {
      ...domains,
      views: reportDomain.clientViews(clientViews, createReportFormat(config.publicUrl)),
      reportLinks: reportDomain.clientLinks,
      historyExports,
    }),
  );
  await http.app.register(async (scope) => registerSignIn(scope, { ...http, signIn }));
  await http.app.register(async (scope) => registerOtlp(scope, domains));
  await http.app.register(async (scope) =>
    registerWeave(scope, { ...domains, costs, version: VERSION }),
  );
  await http.app.register(async (scope) => {
    const { cookie } = http;
    const deps = {
      ...domains,
      activity,
      datasets,
      prompts,
      providers,
      playground,
      search,
      scorers,
      evaluationRuns,
      monitors,
      notifications,
      mailer,
      mail,
      lifecycle,
      workspaces,
      audit,
      auditRetentionDays,
      signIn,
      reportDomain,
      cookie,
      version: VERSION,
      closing: closing.signal,
    };
    const { liveStreamCount, editorCount } = registerApi(scope, deps, log);
    vitals.gauge('runloom_live_streams', 'Open live connections of browsers.', liveStreamCount);
    vitals.gauge('runloom_report_editors', 'Open connections of editors of reports.', editorCount);
  });
  await http.app.ready();

  const periodic = [
    startIndexer(runs, log),
    startSearchIndexer(search, log),
    startTrashCollector({ lifecycle, artifacts, historyExports, objects, calls, audit, log }),
    ...startNotifier(notifications, log),
    startCallSettler(calls, log),
    startVersionReserver(numbers, log),
    startAuditPruner(audit, log),
    startReportSweeper(reportDomain, log),
  ];
  await automations.start();
  notifications.start();
  jobs.start();
  modelJobs.start();
  const sweeper = startRunSweeper({ runs, live, log, timeoutMs: config.runTimeoutMs });
  return {
    http,
    accounts,
    audit,
    version: VERSION,
    async stop() {
      closing.abort();
      evaluationRuns.stop();
      monitors.stop();
      await modelJobs.stop();
      await sweeper.stop();
      for (const job of periodic) await job.stop();
      await reportDomain.stop();
      await historyExports.close();
      await http.app.close();
      await ingest.drain();
      await numbers.close();
      await automations.stop();
      await audit.close();
      await notifications.stop();
      await jobs.stop();
      mailer.close();
    },
  };
}

/**
 * Finds the runs whose client has gone silent. The first look waits a whole time-out, since after a
 * start every run was silent for as long as the server was away.
 */
function startRunSweeper(options: {
  runs: Pick<Runs, 'sweepSilent'>;
  live: Pick<Live, 'publish'>;
  log: Log;
  timeoutMs: number;
}): PeriodicJob {
  const { runs, live, log, timeoutMs } = options;
  return startPeriodicJob({
    name: 'silent runs',
    intervalMs: Math.min(30_000, Math.max(250, timeoutMs / 4)),
    firstAfterMs: timeoutMs,
    log,
    work: async () => {
      for (const run of await runs.sweepSilent(timeoutMs)) {
        live.publish({ kind: 'run', projectId: run.projectId, run });
      }
    },
  });
}

/** Keeps few runs behind the index of their values, so that no list has to wait for many. */
function startIndexer(runs: Pick<Runs, 'refreshIndex'>, log: Log): PeriodicJob {
  return startPeriodicJob({
    name: 'index of runs',
    intervalMs: 5_000,
    firstAfterMs: 2_000,
    log,
    work: async () => {
      await runs.refreshIndex(1_000);
    },
  });
}

/** Keeps little behind the index of the search, and fills it with what was there before it. */
function startSearchIndexer(search: Pick<Search, 'refresh'>, log: Log): PeriodicJob {
  return startPeriodicJob({
    name: 'index of the search',
    intervalMs: 1_000,
    firstAfterMs: 1_000,
    log,
    work: async () => {
      await search.refresh(1_000);
    },
  });
}

/** Tells what other processes saw happen, and forgets what nobody looks back at. */
function startNotifier(
  notifications: Pick<Notifications, 'tellWhatHappened' | 'removeOld'>,
  log: Log,
): readonly PeriodicJob[] {
  return [
    startPeriodicJob({
      name: 'notifications',
      intervalMs: 5_000,
      firstAfterMs: 5_000,
      log,
      work: async () => {
        await notifications.tellWhatHappened();
      },
    }),
    startPeriodicJob({
      name: 'old notifications',
      intervalMs: 3_600_000,
      firstAfterMs: 120_000,
      log,
      work: () => notifications.removeOld(),
    }),
  ];
}

/** Puts the parts of calls that have ended together, so that lists have few of them to put together. */
function startCallSettler(calls: Pick<Calls, 'settle'>, log: Log): PeriodicJob {
  return startPeriodicJob({
    name: 'parts of calls',
    intervalMs: 10_000,
    firstAfterMs: 10_000,
    log,
    work: async () => {
      await calls.settle();
    },
  });
}

function startVersionReserver(versions: Pick<Versions, 'reserve'>, log: Log): PeriodicJob {
  return startPeriodicJob({
    name: 'versions',
    intervalMs: 60_000,
    firstAfterMs: 60_000,
    log,
    work: () => versions.reserve(),
  });
}

/** Removes entries of the audit log that are older than they are kept. */
function startAuditPruner(audit: Pick<Audit, 'prune'>, log: Log): PeriodicJob {
  return startPeriodicJob({
    name: 'old entries of the audit log',
    intervalMs: 3_600_000,
    firstAfterMs: 30_000,
    log,
    work: async () => {
      await audit.prune();
    },
  });
}

/** Makes versions of reports that were left without one, as those of a server that was killed. */
function startReportSweeper(reports: Pick<ReportDomain, 'sweep'>, log: Log): PeriodicJob {
  return startPeriodicJob({
    name: 'versions of reports',
    intervalMs: 30_000,
    firstAfterMs: 30_000,
    log,
    work: () => reports.sweep(),
  });
}

function startTrashCollector(options: {
  lifecycle: Pick<Lifecycle, 'purgeExpired'>;
  artifacts: Pick<Artifacts, 'collect'>;
  historyExports: Pick<HistoryExports, 'removeUnused'>;
  objects: Pick<Objects, 'collect'>;
  calls: Pick<Calls, 'collect'>;
  audit: Pick<Audit, 'record'>;
  log: Log;
}): PeriodicJob {
  const { lifecycle, artifacts, historyExports, objects, calls, audit, log } = options;
  return startPeriodicJob({
    name: 'trash',
    intervalMs: 3_600_000,
    firstAfterMs: 60_000,
    log,
    work: async () => {
      const freed = await lifecycle.purgeExpired();
      if (freed.runs > 0) {
        log.info({ freed }, 'deleted runs were removed for good');
        await audit.record(serverEvent('trash:purge', { kind: 'trash', name: '' }, { ...freed }));
      }
      await historyExports.removeUnused();
      await objects.collect();
      await calls.collect();
      const receipts = await artifacts.collect();
      if (receipts.length > 0) log.info({ receipts }, 'artifacts were removed for good');
    },
  });
}

function readVersion(): string {
  const file = new URL('../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version;
}
