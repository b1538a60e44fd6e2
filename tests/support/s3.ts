import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './server.ts';
import { startService } from './service.ts';
import { waitFor } from './waiting.ts';

const SERVER = new URL('../../.cache/bin/versitygw', import.meta.url).pathname;

/** A real S3 server with storage of its own, on a free port of the loopback. */
export interface TestS3 {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Makes an empty bucket and returns its name. */
  createBucket(): Promise<string>;
  /** Ends it and removes what it holds. */
  stop(): Promise<void>;
}

/** Why there can be no S3 server here and what to do about it; null when there can. */
export function whyNoS3(): string | null {
  if (existsSync(SERVER)) return null;
  return 'There is no S3 server in .cache/bin: `node scripts/test-setup.ts` builds it (needs Go 1.25, or brings it from PyPI).';
}

/** @throws Error when it is not built; ask `whyNoS3` first */
export async function startS3(): Promise<TestS3> {
  const missing = whyNoS3();
  if (missing !== null) throw new Error(missing);
  const directory = await mkdtemp(join(tmpdir(), 'runloom-s3-'));
  const port = await freePort();
  const credentials = { accessKeyId: 'runloom-test', secretAccessKey: randomUUID() };
  const endpoint = `http://127.0.0.1:${port}`;
  const service = startService({
    command: SERVER,
    args: ['--port', `127.0.0.1:${port}`, '--quiet', 'posix', directory],
    env: {
      ROOT_ACCESS_KEY: credentials.accessKeyId,
      ROOT_SECRET_KEY: credentials.secretAccessKey,
      TMPDIR: tmpdir(),
    },
  });
  // Any answer will do: it refuses what is not signed.
  await waitFor(async () => service.exited || (await fetch(endpoint)).status > 0, {
    until: 'the S3 server answers',
  });
  if (service.exited) throw new Error(`The S3 server did not start:\n${service.output}`);
  return {
    endpoint,
    region: 'us-east-1',
    credentials,
    async createBucket() {
      const name = `test-${randomUUID()}`;
      // Its buckets are the folders of its directory.
      await mkdir(join(directory, name));
      return name;
    },
    async stop() {
      await service.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
