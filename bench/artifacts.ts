import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientMachine, createClientMachine } from '../tests/support/clients.ts';
import { TestServer } from '../tests/support/server.ts';
import { startBareFileServer } from './bare-file-server.ts';
import { memoryOfTree, processorSecondsOfTree } from './processes.ts';
import { quantile, report, round } from './report.ts';
import { startUploadsElsewhere, type UploadsElsewhere } from './uploads-elsewhere.ts';

const FILES = 10_000;
const FILE_BYTES = 10_000;
const ENTRIES = 100_000;
const LARGE_BYTES = 4 * 2 ** 30;
const PART_BYTES = 100 * 2 ** 20;

export const benchArtifactFiles = (): Promise<void> => withServer(benchSmallFiles);
export const benchArtifactManifest = (): Promise<void> => withServer(benchManifest);
export const benchArtifactLarge = (): Promise<void> => withServer(benchLargeFile);

async function withServer(bench: (server: TestServer) => Promise<void>): Promise<void> {
  const server = await TestServer.start();
  try {
    await prepareProject(server);
    await bench(server);
  } finally {
    await server.dispose();
  }
}

async function prepareProject(server: TestServer): Promise<void> {
  await fetch(`${server.url}/api/v1/projects/admin/many`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
    body: '{}',
  });
}

/**
 * The stock client against this server, and the same files against a server that only writes files: sent
 * by plain PUTs from Python, and sent by the stock client, whose commit this server does.
 */
async function benchSmallFiles(server: TestServer): Promise<void> {
  const machine = await createClientMachine(server);
  const bare = await startBareFileServer();
  const elsewhere = await startUploadsElsewhere(server.url, bare.url);
  try {
    const rows = [];
    for (const round_ of [1, 2, 3]) {
      const usedBefore = processorSecondsOfTree(server.pid);
      const bareBefore = process.cpuUsage();
      const { code, output } = await machine.run('log_many_files.py', {
        args: [String(FILES), String(FILE_BYTES), bare.url, `round-${round_}`],
      });
      const found = /^SECONDS (\S+) (\S+) (\S+)$/m.exec(output);
      // Nothing else runs in this process meanwhile.
      const bareUsed = process.cpuUsage(bareBefore);
      if (code !== 0 || !found) throw new Error(output);
      const [ours, theirs] = [Number(found[1]), Number(found[2])];
      const used = processorSecondsOfTree(server.pid) - usedBefore;
      const sameClient = await logToBareServer(machine, elsewhere, round_);
      rows.push({
        round: round_,
        files: FILES,
        'log_artifact s': round(ours),
        'plain PUTs to the bare server s': round(theirs),
        ratio: round(ours / theirs, 2),
        'log_artifact, files to the bare server s': round(sameClient),
        'ratio to that': round(ours / sameClient, 2),
        'processor s of the server': round(used),
        'of the client': round(Number(found[3])),
        'of the bare server': round((bareUsed.user + bareUsed.system) / 1e6),
      });
    }
    report({
      name: 'artifact-files',
      what: `${FILES} files of ${FILE_BYTES} bytes logged by the stock client, from log_artifact to its commit; beside it the same files sent with 64 connections from Python to a bare file server that makes each one durable by itself (sync of the file, name, sync of the folder), and the same logged by the stock client which is told to send its files to the bare file server, while this server has them already and does the rest; the disk is synced before each begins`,
      rows,
    });
  } finally {
    await elsewhere.close();
    await bare.close();
    await machine.dispose();
  }
}

/** Logs the files of the round once more, under another name. @throws Error when not all went to the bare server */
async function logToBareServer(
  machine: ClientMachine,
  elsewhere: UploadsElsewhere,
  round_: number,
): Promise<number> {
  const before = elsewhere.sentElsewhere();
  const { code, output } = await machine.run('log_folder.py', {
    args: [`round-${round_}`, `bare-round-${round_}`],
    env: { WANDB_BASE_URL: elsewhere.url },
  });
  const [, seconds] = /^SECONDS (\S+) /m.exec(output) ?? [];
  if (code !== 0 || seconds === undefined) throw new Error(output);
  const sent = elsewhere.sentElsewhere() - before;
  if (sent !== FILES) throw new Error(`${sent} files were sent to the bare server.`);
  return Number(seconds);
}

type Graphql = (query: string, variables: object) => Promise<Record<string, never>>;

function graphqlOf(server: TestServer): Graphql {
  return async (query, variables) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${server.adminKey}`,
      },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as { data?: Record<string, never>; errors?: unknown };
    if (answer.errors || !answer.data) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  };
}

const CREATE = `mutation($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id } } }`;
const MANIFEST = `mutation($id: ID!, $digest: String!) { createArtifactManifest(input: {artifactID: $id,
  name: "wandb_manifest.json", digest: $digest, entityName: "admin", projectName: "many", runName: "",
  type: FULL}) { artifactManifest { id file { uploadUrl } } } }`;
const COMMIT = `mutation($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id versionIndex } } }`;
const FILES_OF = `mutation($files: [CreateArtifactFileSpecInput!]!) { createArtifactFiles(input:
  {artifactFiles: $files, storageLayout: V2}) { files { edges { node { uploadUrl storagePath
  uploadMultipartUrls { uploadID uploadUrlParts { uploadUrl } } } } } } }`;
const COMPLETE = `mutation($input: CompleteMultipartUploadArtifactInput!) {
  completeMultipartUploadArtifact(input: $input) { digest } }`;

interface Created {
  readonly artifact: { readonly id: string };
}

async function begin(graphql: Graphql, name: string, digest: string): Promise<string> {
  const input = {
    artifactTypeName: 'dataset',
    artifactCollectionName: name,
    entityName: 'admin',
    projectName: 'many',
    digest,
  };
  const { createArtifact } = (await graphql(CREATE, { input })) as unknown as {
    createArtifact: Created;
  };
  return createArtifact.artifact.id;
}

const manifestText = (contents: Record<string, object>): string =>
  JSON.stringify({
    version: 1,
    storagePolicy: 'wandb-storage-policy-v1',
    storagePolicyConfig: { storageLayout: 'V2' },
    contents,
  });

function digestOf(contents: Readonly<Record<string, { digest: string }>>): string {
  const hash = createHash('md5').update('wandb-artifact-manifest-v1\n');
  for (const path of Object.keys(contents).sort()) {
    hash.update(`${path}:${contents[path]?.digest}\n`);
  }
  return hash.digest('hex');
}

async function sendManifest(graphql: Graphql, id: string, text: string): Promise<void> {
  const digest = createHash('md5').update(text).digest('base64');
  const { createArtifactManifest } = (await graphql(MANIFEST, { id, digest })) as unknown as {
    createArtifactManifest: { artifactManifest: { file: { uploadUrl: string } } };
  };
  const { uploadUrl } = createArtifactManifest.artifactManifest.file;
  const answer = await fetch(uploadUrl, { method: 'PUT', body: text });
  if (answer.status !== 200) throw new Error(await answer.text());
}

/** Half of the entries are files that the project has, half are references. */
async function benchManifest(server: TestServer): Promise<void> {
  const graphql = graphqlOf(server);
  const held = 'kept once';
  const heldDigest = createHash('md5').update(held).digest('base64');
  const seconds: number[] = [];
  const processorSeconds: number[] = [];
  for (let round_ = 0; round_ < 5; round_ += 1) {
    const contents: Record<string, { digest: string; size: number; ref?: string }> = {};
    for (let index = 0; index < ENTRIES; index += 1) {
      const path = `folder-${index % 100}/file-${String(index).padStart(6, '0')}.parquet`;
      contents[path] =
        index % 2 === 0
          ? { digest: heldDigest, size: held.length }
          : {
              digest: createHash('md5').update(`${round_} ${index}`).digest('base64'),
              size: 1000,
              ref: `s3://bucket/${path}`,
            };
    }
    const id = await begin(graphql, 'wide', digestOf(contents));
    const files = [{ artifactID: id, name: 'a', md5: heldDigest }];
    const { createArtifactFiles } = (await graphql(FILES_OF, { files })) as unknown as {
      createArtifactFiles: { files: { edges: { node: { uploadUrl: string | null } }[] } };
    };
    const url = createArtifactFiles.files.edges[0]?.node.uploadUrl;
    if (url) await fetch(url, { method: 'PUT', body: held });
    await sendManifest(graphql, id, manifestText(contents));
    const startedAt = performance.now();
    const usedBefore = processorSecondsOfTree(server.pid);
    await graphql(COMMIT, { id });
    seconds.push((performance.now() - startedAt) / 1000);
    processorSeconds.push(processorSecondsOfTree(server.pid) - usedBefore);
  }
  report({
    name: 'artifact-manifest',
    what: `commit of a manifest of ${ENTRIES} entries, half files and half references, embedded stores`,
    rows: [
      {
        entries: ENTRIES,
        rounds: seconds.length,
        'median s': round(quantile(seconds, 0.5), 2),
        'max s': round(Math.max(...seconds), 2),
        'median processor s': round(quantile(processorSeconds, 0.5), 2),
      },
    ],
  });
}

/** In parts of 100 MiB, as the client sends what has more than 2 GiB. */
async function benchLargeFile(server: TestServer): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'runloom-bench-'));
  const path = join(directory, 'large.bin');
  try {
    const { digest, parts } = await writeLargeFile(path);
    const graphql = graphqlOf(server);
    const rssOf = () => memoryOfTree(server.pid)[0]?.rssMiB ?? 0;
    const before = rssOf();
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, rssOf());
    }, 200);
    const contents = { 'large.bin': { digest, size: LARGE_BYTES } };
    const startedAt = performance.now();
    const id = await begin(graphql, 'large', digestOf(contents));
    const uploadPartsInput = parts.map((hexMD5, index) => ({ partNumber: index + 1, hexMD5 }));
    const files = [{ artifactID: id, name: 'large.bin', md5: digest, uploadPartsInput }];
    const { createArtifactFiles } = (await graphql(FILES_OF, { files })) as unknown as {
      createArtifactFiles: {
        files: {
          edges: {
            node: {
              storagePath: string;
              uploadMultipartUrls: { uploadID: string; uploadUrlParts: { uploadUrl: string }[] };
            };
          }[];
        };
      };
    };
    const node = createArtifactFiles.files.edges[0]?.node;
    if (!node) throw new Error('no address');
    const { uploadID, uploadUrlParts } = node.uploadMultipartUrls;
    const etags: string[] = [];
    for (const [index, { uploadUrl }] of uploadUrlParts.entries()) {
      etags.push(await putPart(uploadUrl, path, index * PART_BYTES));
    }
    const sentAfter = (performance.now() - startedAt) / 1000;
    const completedParts = etags.map((hexMD5, index) => ({ partNumber: index + 1, hexMD5 }));
    const input = {
      completeMultipartAction: 'Complete',
      completedParts,
      artifactID: id,
      storagePath: node.storagePath,
      uploadID,
    };
    await graphql(COMPLETE, { input });
    await sendManifest(graphql, id, manifestText(contents));
    await graphql(COMMIT, { id });
    const seconds = (performance.now() - startedAt) / 1000;
    clearInterval(watch);
    report({
      name: 'artifact-large',
      what: `a file of 4 GiB sent in parts of 100 MiB, joined, checked by its MD5 and committed; memory of the server's own process`,
      rows: [
        {
          'sent s': round(sentAfter),
          'whole s': round(seconds),
          'RSS before MiB': round(before),
          'RSS peak MiB': round(peak),
          'growth MiB': round(peak - before),
        },
      ],
    });
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function writeLargeFile(path: string): Promise<{ digest: string; parts: string[] }> {
  const whole = createHash('md5');
  const parts: string[] = [];
  const block = randomBytes(2 ** 20);
  const file = await open(path, 'w');
  for (let start = 0; start < LARGE_BYTES; start += PART_BYTES) {
    const part = createHash('md5');
    const end = Math.min(start + PART_BYTES, LARGE_BYTES);
    for (let at = start; at < end; at += block.length) {
      block.writeUInt32LE((at / block.length) % 2 ** 32, 0);
      await file.write(block);
      whole.update(block);
      part.update(block);
    }
    parts.push(part.digest('hex'));
  }
  await file.close();
  return { digest: whole.digest('base64'), parts };
}

function putPart(url: string, path: string, start: number): Promise<string> {
  const end = Math.min(start + PART_BYTES, LARGE_BYTES) - 1;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'PUT',
      headers: { 'content-length': end - start + 1 },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.resume();
      if (response.statusCode === 200) resolve(String(response.headers.etag));
      else reject(new Error(`part: ${response.statusCode}`));
    });
    createReadStream(path, { start, end }).pipe(sent);
  });
}
