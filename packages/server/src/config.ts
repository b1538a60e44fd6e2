import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LOG_LEVELS, type LogLevel } from './platform/logging.ts';
import type { MailSetting } from './platform/mail/index.ts';
import { isTarget } from './platform/outbound/index.ts';
import { StartError } from './platform/start-error.ts';
import { badSetting, createSettingReader, type Environment } from './setting-reader.ts';
import {
  namesOfProviderSettings,
  readAuditRetention,
  readSignIn,
  readTrustedProxies,
  SIGN_IN_SETTINGS,
  type SignInConfig,
} from './sign-in-settings.ts';

/** Everything that can be set from outside, checked. */
export interface Config {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Absolute path. */
  readonly dataDirectory: string;
  /** Without a slash at the end; null: people use the address that the server listens on. */
  readonly publicUrl: string | null;
  readonly allowedHosts: readonly string[];
  readonly adminApiKey: string | null;
  /** Beyond the public internet: host names, addresses and networks. */
  readonly outboundAllowedHosts: readonly string[];
  /** Null: no e-mail is sent. */
  readonly mail: MailSetting | null;
  readonly metadata: MetadataSetting;
  readonly columns: ColumnsSetting;
  readonly blobs: BlobsSetting;
  /** A run that is silent for longer is taken for crashed. */
  readonly runTimeoutMs: number;
  readonly logLevel: LogLevel;
  readonly signIn: SignInConfig;
  /** Reverse proxies whose word on a visitor's address counts. */
  readonly trustedProxies: readonly string[];
  /** Null: the audit log is kept for ever. */
  readonly auditRetentionDays: number | null;
}

export type MetadataSetting =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string };

export type ColumnsSetting =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'remote'; readonly url: string };

export type BlobsSetting =
  | { readonly kind: 'files'; readonly directory: string }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      /** Without slashes at its ends; may be empty. */
      readonly prefix: string;
      readonly region: string;
      readonly endpoint?: string;
      readonly forcePathStyle?: boolean;
      /** Where content waits before it is sent. */
      readonly spoolDirectory: string;
    };

/** Every setting and what it takes, for messages and the documentation. */
export const SETTINGS = {
  RUNLOOM_HOST: 'address to listen on (default 127.0.0.1)',
  RUNLOOM_PORT: 'port to listen on (default 8080; 0 is any free one)',
  RUNLOOM_DATA_DIR: 'directory of all embedded data (default .runloom)',
  RUNLOOM_PUBLIC_URL: 'address by which people reach the server, e.g. https://runloom.example.com',
  RUNLOOM_ALLOWED_HOSTS: 'more host names that the server answers to, separated by commas',
  RUNLOOM_ADMIN_API_KEY: 'a key of 40 to 255 characters for the first admin',
  RUNLOOM_DATABASE_URL: 'postgres://… (default: SQLite in the data directory)',
  RUNLOOM_CLICKHOUSE_URL: 'http(s)://user:password@host:8123/database (default: embedded)',
  RUNLOOM_BLOB_URL:
    's3://bucket/prefix?region=…&endpoint=… or file:///path (default: data directory)',
  RUNLOOM_OUTBOUND_ALLOWED_HOSTS:
    'host names, addresses and networks of private networks that webhooks and model providers may reach (localhost for Ollama or vLLM beside it), separated by commas',
  RUNLOOM_SMTP_URL:
    'smtp://user:password@host:587 or smtps://…:465: the server that e-mail is handed to (default: none is sent)',
  RUNLOOM_MAIL_FROM:
    'the address that e-mail comes from, e.g. runloom@example.com or Runloom <runloom@example.com>',
  RUNLOOM_RUN_TIMEOUT_SECONDS: 'silence after which a run counts as crashed (default 300)',
  RUNLOOM_LOG_LEVEL: `one of ${LOG_LEVELS.join(', ')} (default warn)`,
  ...SIGN_IN_SETTINGS,
} as const;

/**
 * Reads the settings from the environment. An empty value is the same as none.
 * @throws StartError that names the setting, what is wrong with it and what it takes
 */
export function readConfig(environment: Environment, workingDirectory = process.cwd()): Config {
  refuseUnknown(environment);
  const { text: read, list, whole } = createSettingReader(environment, SETTINGS);
  const dataDirectory = readPath(read('RUNLOOM_DATA_DIR') ?? '.runloom', workingDirectory);
  return {
    host: readHost(read('RUNLOOM_HOST')),
    port: whole('RUNLOOM_PORT', { least: 0, most: 65_535, or: 8080 }),
    dataDirectory,
    publicUrl: readPublicUrl(read('RUNLOOM_PUBLIC_URL')),
    allowedHosts: checkHosts(list('RUNLOOM_ALLOWED_HOSTS')),
    outboundAllowedHosts: checkTargets(list('RUNLOOM_OUTBOUND_ALLOWED_HOSTS')),
    mail: readMail(read('RUNLOOM_SMTP_URL'), read('RUNLOOM_MAIL_FROM')),
    adminApiKey: readKey(read('RUNLOOM_ADMIN_API_KEY')),
    metadata: readMetadata(read('RUNLOOM_DATABASE_URL'), dataDirectory),
    columns: readColumns(read('RUNLOOM_CLICKHOUSE_URL'), dataDirectory),
    blobs: readBlobs(read('RUNLOOM_BLOB_URL'), dataDirectory),
    runTimeoutMs: 1000 * whole('RUNLOOM_RUN_TIMEOUT_SECONDS', { least: 1, most: 604_800, or: 300 }),
    logLevel: readLogLevel(read('RUNLOOM_LOG_LEVEL')),
    signIn: readSignIn(environment),
    trustedProxies: readTrustedProxies(environment),
    auditRetentionDays: readAuditRetention(environment),
  };
}

function refuseUnknown(environment: Environment): void {
  const known = [...Object.keys(SETTINGS), ...namesOfProviderSettings(environment)];
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('RUNLOOM_') || known.includes(name)) continue;
    const [nearest = '', ...others] = known;
    const similar = others.reduce(
      (best, other) => (distance(other, name) < distance(best, name) ? other : best),
      nearest,
    );
    const hint =
      distance(similar, name) <= 3
        ? `Did you mean ${similar}?`
        : `Known are ${Object.keys(SETTINGS).join(', ')}.`;
    throw new StartError(`${name} is not a setting of Runloom. ${hint}`);
  }
}

function bad(name: keyof typeof SETTINGS, problem: string): StartError {
  return badSetting(name, problem, SETTINGS[name]);
}

function readHost(text: string | null): string {
  const host = text ?? '127.0.0.1';
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0 || isHostName(bare)) return bare;
  throw bad('RUNLOOM_HOST', `is ${JSON.stringify(host)}, which is no address or host name`);
}

function checkTargets(targets: string[]): string[] {
  const wrong = targets.find((target) => !isTarget(target));
  if (wrong === undefined) return targets;
  throw bad(
    'RUNLOOM_OUTBOUND_ALLOWED_HOSTS',
    `holds ${JSON.stringify(wrong)}, which is no host name, address or network`,
  );
}

function checkHosts(names: string[]): string[] {
  const wrong = names.find((name) => !isHostName(name));
  if (wrong === undefined) return names;
  throw bad('RUNLOOM_ALLOWED_HOSTS', `holds ${JSON.stringify(wrong)}, which is no host name`);
}

function isHostName(text: string): boolean {
  return text.length <= 253 && /^[A-Za-z0-9_]([A-Za-z0-9_-]*)(\.[A-Za-z0-9_-]+)*$/.test(text);
}

function readPath(text: string, workingDirectory: string): string {
  const expanded = text === '~' || text.startsWith('~/') ? join(homedir(), text.slice(1)) : text;
  return resolve(workingDirectory, expanded);
}

// Addresses may hold passwords, so messages don't repeat them.
function readUrl(name: keyof typeof SETTINGS, text: string, protocols: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && protocols.includes(url.protocol)) return url;
  const wanted = protocols.map((protocol) => `${protocol}//`).join(' or ');
  throw bad(name, `is not an address that starts with ${wanted}`);
}

function readPublicUrl(text: string | null): string | null {
  if (text === null) return null;
  const url = readUrl('RUNLOOM_PUBLIC_URL', text, ['http:', 'https:']);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw bad(
      'RUNLOOM_PUBLIC_URL',
      'must be a scheme, a host and a port, with no path behind them',
    );
  }
  return url.origin;
}

function readKey(text: string | null): string | null {
  if (text === null || /^[A-Za-z0-9_-]{40,255}$/.test(text)) return text;
  throw bad(
    'RUNLOOM_ADMIN_API_KEY',
    `has ${text.length} characters or holds others than A-Z a-z 0-9 _ -`,
  );
}

function readMail(url: string | null, from: string | null): MailSetting | null {
  if (url === null) {
    if (from === null) return null;
    throw bad('RUNLOOM_SMTP_URL', 'is missing, but RUNLOOM_MAIL_FROM is set');
  }
  const { hostname, pathname } = readUrl('RUNLOOM_SMTP_URL', url, ['smtp:', 'smtps:']);
  if (hostname === '' || !['', '/'].includes(pathname)) {
    throw bad('RUNLOOM_SMTP_URL', 'must name a host and a port, with no path behind them');
  }
  if (from === null) {
    throw bad('RUNLOOM_MAIL_FROM', 'is missing, but RUNLOOM_SMTP_URL is set');
  }
  if (!MAIL_FROM.test(from)) {
    throw bad('RUNLOOM_MAIL_FROM', `is ${JSON.stringify(from)}, which is no e-mail address`);
  }
  return { smtpUrl: url, from };
}

/** An address, or a name and an address in angle brackets. */
const MAIL_FROM = /^(?:[^<>@,\p{Cc}]* )?<[^\s<>@,]+@[^\s<>@,]+>$|^[^\s<>@,]+@[^\s<>@,]+$/u;

function readMetadata(text: string | null, dataDirectory: string): MetadataSetting {
  if (text === null) return { kind: 'sqlite', file: join(dataDirectory, 'metadata.sqlite') };
  readUrl('RUNLOOM_DATABASE_URL', text, ['postgres:', 'postgresql:']);
  return { kind: 'postgres', url: text };
}

function readColumns(text: string | null, dataDirectory: string): ColumnsSetting {
  if (text === null) return { kind: 'embedded', directory: join(dataDirectory, 'columns') };
  readUrl('RUNLOOM_CLICKHOUSE_URL', text, ['http:', 'https:']);
  return { kind: 'remote', url: text };
}

function readBlobs(text: string | null, dataDirectory: string): BlobsSetting {
  if (text === null) return { kind: 'files', directory: join(dataDirectory, 'blobs') };
  const url = readUrl('RUNLOOM_BLOB_URL', text, ['s3:', 'file:']);
  if (url.protocol === 'file:') return { kind: 'files', directory: readFileUrl(url) };
  const known = new Set(['region', 'endpoint', 'path-style']);
  const unknown = [...url.searchParams.keys()].find((key) => !known.has(key));
  if (unknown !== undefined) {
    throw bad('RUNLOOM_BLOB_URL', `has the unknown option ${JSON.stringify(unknown)}`);
  }
  if (url.hostname === '') throw bad('RUNLOOM_BLOB_URL', 'names no bucket');
  const endpoint = url.searchParams.get('endpoint');
  if (endpoint !== null && !/^https?:\/\/[^/]/.test(endpoint)) {
    throw bad('RUNLOOM_BLOB_URL', 'has an endpoint that does not start with http:// or https://');
  }
  const pathStyle = url.searchParams.get('path-style');
  return {
    kind: 's3',
    bucket: url.hostname,
    prefix: decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, ''),
    region: url.searchParams.get('region') ?? 'us-east-1',
    spoolDirectory: dataDirectory,
    ...(endpoint === null ? {} : { endpoint }),
    ...(pathStyle === null ? {} : { forcePathStyle: pathStyle !== 'false' }),
  };
}

function readFileUrl(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw bad('RUNLOOM_BLOB_URL', 'must hold an absolute path after file://');
  }
}

function readLogLevel(text: string | null): LogLevel {
  const level = LOG_LEVELS.find((known) => known === (text ?? 'warn'));
  if (level !== undefined) return level;
  throw bad('RUNLOOM_LOG_LEVEL', `is ${JSON.stringify(text)}`);
}

/** Number of single-character edits between two names. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
