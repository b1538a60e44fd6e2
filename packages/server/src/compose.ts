import { fileURLToPath } from 'node:url';
import type { ServerOptions } from './compose/options.ts';
import { startPeriodicJobs, startRunSweeper } from './compose/periodic-jobs.ts';
import { PROGRAM_PATHS } from './compose/program-paths.ts';
import { registerProtocols } from './compose/protocols.ts';
import { type Rooms, wireRooms } from './compose/rooms.ts';
import { VERSION } from './compose/version.ts';
import type { Accounts } from './domains/accounts/index.ts';
import type { Audit } from './domains/audit/index.ts';
import { readRecentEvaluations } from './domains/evaluations/index.ts';
import { createHttpApp, type HttpApp } from './platform/http/index.ts';
import { createVitals, type Vitals } from './platform/vitals.ts';

export interface Server {
  readonly http: HttpApp;
  readonly accounts: Accounts;
  readonly audit: Pick<Audit, 'record'>;
  readonly version: string;
  /** Ends live streams and waits until everything that was taken is durable. The stores stay open. */
  stop(): Promise<void>;
}

const WEB_DIRECTORY = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** Wires stores, domains and protocols (a file each in `compose/`), and starts what runs by itself. */
export async function compose(options: ServerOptions): Promise<Server> {
  const vitals = createVitals();
  const rooms = await wireRooms(options);
  countIngest(vitals, rooms);
  const http = await openHttp(options, rooms, vitals);
  const closing = new AbortController();
  await registerProtocols(http, rooms, { vitals, closing: closing.signal });
  await http.app.ready();

  const { accounts, audit, automations, notifications, jobs, modelJobs } = rooms;
  const periodic = startPeriodicJobs(rooms);
  await automations.start();
  notifications.start();
  jobs.start();
  modelJobs.start();
  await readRecentEvaluations(modelJobs);
  const sweeper = startRunSweeper(rooms, options.config.runTimeoutMs);
  return {
    http,
    accounts,
    audit,
    version: VERSION,
    async stop() {
      closing.abort();
      rooms.evaluationRuns.stop();
      rooms.monitors.stop();
      await modelJobs.stop();
      await sweeper.stop();
      for (const job of periodic) await job.stop();
      await rooms.reportDomain.stop();
      await rooms.historyExports.close();
      await http.app.close();
      await rooms.ingest.drain();
      await rooms.numbers.close();
      await automations.stop();
      await audit.close();
      await notifications.stop();
      await jobs.stop();
      rooms.mailer.close();
    },
  };
}

function countIngest(vitals: Vitals, { ingest, committer }: Rooms): void {
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
}

function openHttp(options: ServerOptions, rooms: Rooms, vitals: Vitals): Promise<HttpApp> {
  const { config, log } = options;
  const { accounts, errands, metadata, columns, blobs, reportDomain } = rooms;
  return createHttpApp({
    authenticator: {
      key: async (key) => errands.whose(key) ?? accounts.authenticateKey(key),
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
}
