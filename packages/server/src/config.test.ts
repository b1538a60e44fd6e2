import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { StartError } from './platform/start-error.ts';

const read = (environment: Record<string, string>) => readConfig(environment, '/work');

/** Settings of signing in have a file and tests of their own. */
const AS_IS = {
  signIn: {
    password: true,
    providers: [],
    sessions: { idleMs: 168 * 3_600_000, lifetimeMs: 720 * 3_600_000 },
  },
  trustedProxies: [],
  auditRetentionDays: null,
};

describe('what is unset', () => {
  test('means embedded stores below the data directory and the loopback address', () => {
    expect(read({ PATH: '/bin' })).toEqual({
      host: '127.0.0.1',
      port: 8080,
      dataDirectory: '/work/.runloom',
      publicUrl: null,
      allowedHosts: [],
      adminApiKey: null,
      mail: null,
      metadata: { kind: 'sqlite', file: '/work/.runloom/metadata.sqlite' },
      columns: { kind: 'embedded', directory: '/work/.runloom/columns' },
      blobs: { kind: 'files', directory: '/work/.runloom/blobs' },
      outboundAllowedHosts: [],
      runTimeoutMs: 300_000,
      logLevel: 'warn',
      ...AS_IS,
    });
  });

  test('is the same as what is empty', () => {
    expect(read({ RUNLOOM_PORT: '', RUNLOOM_DATABASE_URL: ' ' })).toEqual(read({}));
  });
});

test('every setting is read', () => {
  const config = read({
    RUNLOOM_HOST: '[::]',
    RUNLOOM_PORT: '0',
    RUNLOOM_DATA_DIR: '/data',
    RUNLOOM_PUBLIC_URL: 'https://Runloom.example.com/',
    RUNLOOM_ALLOWED_HOSTS: 'a.internal, b',
    RUNLOOM_OUTBOUND_ALLOWED_HOSTS: 'hooks.internal, 10.1.0.0/16,::1',
    RUNLOOM_ADMIN_API_KEY: 'k'.repeat(40),
    RUNLOOM_DATABASE_URL: 'postgres://u:p@db/runloom',
    RUNLOOM_CLICKHOUSE_URL: 'http://default@ch:8123/runloom',
    RUNLOOM_BLOB_URL: 's3://bucket/a/b/?region=eu-1&endpoint=http://s3:9000&path-style=true',
    RUNLOOM_RUN_TIMEOUT_SECONDS: '5',
    RUNLOOM_SMTP_URL: 'smtps://u:p@mail.example.com',
    RUNLOOM_MAIL_FROM: 'runloom@example.com',
    RUNLOOM_LOG_LEVEL: 'debug',
  });
  expect(config).toEqual({
    host: '::',
    port: 0,
    dataDirectory: '/data',
    publicUrl: 'https://runloom.example.com',
    allowedHosts: ['a.internal', 'b'],
    outboundAllowedHosts: ['hooks.internal', '10.1.0.0/16', '::1'],
    adminApiKey: 'k'.repeat(40),
    metadata: { kind: 'postgres', url: 'postgres://u:p@db/runloom' },
    columns: { kind: 'remote', url: 'http://default@ch:8123/runloom' },
    blobs: {
      kind: 's3',
      bucket: 'bucket',
      prefix: 'a/b',
      region: 'eu-1',
      endpoint: 'http://s3:9000',
      forcePathStyle: true,
      spoolDirectory: '/data',
    },
    mail: { smtpUrl: 'smtps://u:p@mail.example.com', from: 'runloom@example.com' },
    runTimeoutMs: 5000,
    logLevel: 'debug',
    ...AS_IS,
  });
});

test('a file:// address of blobs is a directory', () => {
  expect(read({ RUNLOOM_BLOB_URL: 'file:///mnt/my%20blobs' }).blobs).toEqual({
    kind: 'files',
    directory: '/mnt/my blobs',
  });
});

describe('what stops the start, in one line that names the setting', () => {
  test.each([
    ['RUNLOOM_PROT', '80', /Did you mean RUNLOOM_PORT\?/],
    ['RUNLOOM_SOMETHING_ELSE', '1', /Known are RUNLOOM_HOST, /],
    ['RUNLOOM_PORT', '65536', /whole number from 0 to 65535/],
    ['RUNLOOM_PORT', '-1', /whole number/],
    ['RUNLOOM_PORT', '80.5', /whole number/],
    ['RUNLOOM_PORT', '0x50', /whole number/],
    ['RUNLOOM_HOST', 'http://x', /no address or host name/],
    ['RUNLOOM_PUBLIC_URL', 'runloom.example.com', /starts with http:\/\/ or https:\/\//],
    ['RUNLOOM_PUBLIC_URL', 'https://a.example/path', /no path/],
    ['RUNLOOM_ALLOWED_HOSTS', 'a,b:80', /"b:80"/],
    ['RUNLOOM_DATABASE_URL', 'mysql://db', /postgres:\/\//],
    ['RUNLOOM_CLICKHOUSE_URL', 'ch:9000', /http:\/\/ or https:\/\//],
    ['RUNLOOM_BLOB_URL', 'gs://bucket', /s3:\/\/ or file:\/\//],
    ['RUNLOOM_BLOB_URL', 's3://bucket?regoin=x', /"regoin"/],
    ['RUNLOOM_BLOB_URL', 's3://bucket?endpoint=s3.local', /endpoint/],
    ['RUNLOOM_BLOB_URL', 'file://host/path', /absolute path/],
    ['RUNLOOM_RUN_TIMEOUT_SECONDS', '0', /from 1 to/],
    ['RUNLOOM_LOG_LEVEL', 'loud', /one of fatal/],
    ['RUNLOOM_SMTP_URL', 'mail.example.com', /smtp:\/\/ or smtps:\/\//],
    ['RUNLOOM_SMTP_URL', 'smtp://mail.example.com/path', /no path/],
    ['RUNLOOM_MAIL_FROM', 'runloom@example.com', /RUNLOOM_SMTP_URL is missing/],
  ])('%s=%s', (name, value, expected) => {
    const message = messageOf({ [name]: value });
    expect(message).toMatch(expected);
    expect(message).toContain(name);
    expect(message).not.toContain('\n');
  });

  test('mail without an address that it comes from, or from what is none', () => {
    const RUNLOOM_SMTP_URL = 'smtp://user:hunter2@mail.example.com';
    expect(messageOf({ RUNLOOM_SMTP_URL })).toMatch(/RUNLOOM_MAIL_FROM is missing/);
    for (const from of ['runloom', 'a@b, c@d', 'Runloom runloom@example.com', 'a@b\nBcc: c@d']) {
      const message = messageOf({ RUNLOOM_SMTP_URL, RUNLOOM_MAIL_FROM: from });
      expect(message).toMatch(/no e-mail address/);
      expect(message).not.toContain('hunter2');
    }
    expect(read({ RUNLOOM_SMTP_URL, RUNLOOM_MAIL_FROM: 'Runloom <r@example.com>' }).mail).toEqual({
      smtpUrl: RUNLOOM_SMTP_URL,
      from: 'Runloom <r@example.com>',
    });
  });

  test('secrets are not repeated', () => {
    expect(messageOf({ RUNLOOM_ADMIN_API_KEY: 'hunter2' })).not.toContain('hunter2');
    expect(messageOf({ RUNLOOM_DATABASE_URL: 'mysql://u:hunter2@db' })).not.toContain('hunter2');
  });
});

function messageOf(environment: Record<string, string>): string {
  try {
    read(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    return (error as StartError).message;
  }
  throw new Error('the setting was taken');
}
