import { compose, type Server } from './compose.ts';
import { type Config, readConfig } from './config.ts';
import { serverEvent } from './domains/audit/index.ts';
import { type DataDirectory, openDataDirectory } from './platform/data-directory.ts';
import { type Gate, openGate } from './platform/http/index.ts';
import { startIdleMemoryRelease } from './platform/idle-memory.ts';
import { createLog, type Log } from './platform/logging.ts';
import { StartError } from './platform/start-error.ts';
import { readyText } from './ready-text.ts';
import { openStores, type Stores } from './stores.ts';

/** Longest wait for requests in progress when the server is told to stop. */
const DRAIN_GRACE_MS = 5000;
const SAME_SIGNAL_MS = 1000;

/** What has to be let go of, in the order in which it was taken. */
interface Running {
  directory?: DataDirectory;
  gate?: Gate;
  stores?: Stores;
  server?: Server;
}

await main();

async function main(): Promise<void> {
  const running: Running = {};
  try {
    const config = readConfig(process.env);
    const log = createLog(config.logLevel);
    watchProcess(log);
    stopOnSignal(running, log);
    await start(config, log, running);
    startIdleMemoryRelease(log);
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    await stop(running).catch(() => undefined);
    process.exit(1);
  }
}

async function start(config: Config, log: Log, running: Running): Promise<void> {
  running.directory = openDataDirectory(config.dataDirectory);
  running.gate = await openGate(config);
  const { gate, directory } = running;
  const localUrl = `http://${reachableHost(config.host)}:${gate.port}`;
  running.stores = await openStores(config, log);
  const { stores } = running;
  running.server = await compose({ config, stores, secret: directory.secret, log });
  const { http, accounts } = running.server;
  const admin = await accounts.ensureAdmin(
    config.adminApiKey === null ? {} : { apiKey: config.adminApiKey },
  );
  await noteStart(running.server, admin, log);
  gate.open((request, response) => http.app.routing(request, response));
  process.stdout.write(
    readyText({
      url: config.publicUrl ?? localUrl,
      username: admin.user.username,
      signInToken: admin.signInToken,
      newApiKey: admin.newApiKey,
      keyFromEnvironment: config.adminApiKey !== null,
    }),
  );
}

/** A start lets in who can read the server's output: that belongs into the log, but must not fail for it. */
async function noteStart(
  { audit, version }: Server,
  admin: { readonly user: { readonly username: string }; readonly newApiKey: string | null },
  log: Log,
): Promise<void> {
  const resource = { kind: 'user', name: admin.user.username };
  const events = [
    serverEvent('server:start', { kind: 'server', name: version }, {}),
    serverEvent('user:create-sign-in-link', resource, { newApiKey: admin.newApiKey !== null }),
  ];
  await Promise.all(events.map((event) => audit.record(event))).catch((error: unknown) => {
    log.warn({ err: error }, 'the start was not written to the audit log');
  });
}

/** An address that listens on all interfaces is reached, from this machine, by the loopback one. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function describeFailure(error: unknown): string {
  if (error instanceof StartError) return error.message.replace(/\s*\n\s*/g, ' ');
  return `Runloom could not start: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
}

async function stop({ gate, server, stores, directory }: Running): Promise<void> {
  const drained = gate?.drain(DRAIN_GRACE_MS);
  await server?.stop();
  await drained;
  await stores?.close();
  await gate?.close();
  directory?.release();
}

/**
 * The first signal stops in good order, one a while later at once. (Ctrl+C under npm arrives twice:
 * from the terminal and from npm.)
 */
function stopOnSignal(running: Running, log: Log): void {
  let stoppingSince: number | null = null;
  const onSignal = async (signal: NodeJS.Signals) => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    log.info({ signal }, 'stopping');
    try {
      await stop(running);
      process.exit(0);
    } catch (error) {
      log.error({ err: error }, 'could not stop in good order');
      process.exit(1);
    }
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** A rejection that nobody awaited is a bug in one request, not a reason to end all others. */
function watchProcess(log: Log): void {
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'an error was not handled');
  });
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'the server can not go on');
    process.exit(1);
  });
}
