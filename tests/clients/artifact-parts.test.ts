import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArtifactReferenceView } from '@runloom/model';
import { describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();

const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes);

/** The documents in which wandb 0.31 sends a file of 2 GiB or more, cut to what is looked at. */
const CREATE = `mutation($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id state } } }`;
const FILES = `mutation($input: CreateArtifactFilesInput!) { createArtifactFiles(input: $input) { files {
  edges { node { storagePath uploadUrl uploadHeaders uploadMultipartUrls { uploadID
  uploadUrlParts { partNumber uploadUrl } } artifact { id } } } } } }`;
const COMPLETE = `mutation($input: CompleteMultipartUploadArtifactInput!) {
  completeMultipartUploadArtifact(input: $input) { digest } }`;
const MANIFEST = `mutation($input: CreateArtifactManifestInput!) { createArtifactManifest(input: $input) {
  artifactManifest { id file { uploadUrl uploadHeaders } } } }`;
const COMMIT = `mutation($id: ID!) { commitArtifact(input: {artifactID: $id}) { artifact { id digest } } }`;

interface Upload {
  readonly storagePath: string;
  readonly uploadMultipartUrls: {
    readonly uploadID: string;
    readonly uploadUrlParts: readonly { readonly partNumber: number; readonly uploadUrl: string }[];
  };
}

async function ask<T>(query: string, variables: object): Promise<T> {
  const answer = await stage.api.send('POST', '/graphql', { query, variables });
  const { data, errors } = JSON.parse(answer.text) as { data: T; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

/** As the client's core sends a part: without a key, and with a type that is none. */
const put = (url: string, body: Uint8Array) =>
  fetch(url, {
    method: 'PUT',
    headers: { 'content-md5': md5(body).digest('base64'), 'content-type': 'None' },
    body: Buffer.from(body),
  });

describe('a file in parts', () => {
  const parts = [randomBytes(300_000), randomBytes(300_000), randomBytes(1_234)];
  const whole = Buffer.concat(parts);
  const digest = md5(whole).digest('base64');
  const place = { entityName: 'admin', projectName: 'parted' };
  let id = '';

  it('is sent over the wire part by part, each with its ETag, also a second time', async () => {
    const project = await stage.api.send('PUT', '/api/v1/projects/admin/parted', {});
    expect(project.status, project.text).toBe(201);
    const created = await ask<{ createArtifact: { artifact: { id: string } } }>(CREATE, {
      input: {
        ...place,
        artifactTypeName: 'weights',
        artifactCollectionName: 'big',
        digest: md5(`wandb-artifact-manifest-v1\nbig.bin:${digest}\n`).digest('hex'),
        digestAlgorithm: 'MANIFEST_MD5',
      },
    });
    id = created.createArtifact.artifact.id;
    const uploadPartsInput = parts.map((part, index) => ({
      partNumber: index + 1,
      hexMD5: md5(part).digest('hex'),
    }));
    const file = { artifactID: id, name: 'big.bin', md5: digest, uploadPartsInput };
    const files = { input: { artifactFiles: [file], storageLayout: 'V2' } };
    const announce = async () =>
      (await ask<{ createArtifactFiles: { files: { edges: { node: Upload }[] } } }>(FILES, files))
        .createArtifactFiles.files.edges[0]?.node as Upload;

    const first = await announce();
    const [one] = first.uploadMultipartUrls.uploadUrlParts;
    expect((await put(one?.uploadUrl ?? '', parts[0] as Buffer)).status).toBe(200);
    const wrong = await put(one?.uploadUrl ?? '', parts[1] as Buffer);
    expect(wrong.status).toBe(400);
    // A client that was cut off begins again, and goes on with the same upload.
    const again = await announce();
    expect(again.uploadMultipartUrls.uploadID).toBe(first.uploadMultipartUrls.uploadID);
    const completedParts: { partNumber: number; hexMD5: string }[] = [];
    for (const { partNumber, uploadUrl } of again.uploadMultipartUrls.uploadUrlParts) {
      const part = parts[partNumber - 1] as Buffer;
      const answer = await put(uploadUrl, part);
      const etag = answer.headers.get('etag') ?? '';
      expect([answer.status, etag]).toEqual([200, `"${md5(part).digest('hex')}"`]);
      completedParts.push({ partNumber, hexMD5: etag });
    }
    const done = await ask(COMPLETE, {
      input: {
        completeMultipartAction: 'Complete',
        completedParts,
        artifactID: id,
        storagePath: again.storagePath,
        uploadID: again.uploadMultipartUrls.uploadID,
      },
    });
    expect(done).toEqual({ completeMultipartUploadArtifact: { digest } });
  });

  it('is read back by the stock client, byte for byte', async () => {
    const manifest = Buffer.from(
      JSON.stringify({
        version: 1,
        storagePolicy: 'wandb-storage-policy-v1',
        storagePolicyConfig: { storageLayout: 'V2' },
        contents: { 'big.bin': { digest, size: whole.length, birthArtifactID: id } },
      }),
    );
    const { createArtifactManifest } = await ask<{
      createArtifactManifest: { artifactManifest: { file: { uploadUrl: string } } };
    }>(MANIFEST, {
      input: {
        ...place,
        artifactID: id,
        name: 'wandb_manifest.json',
        runName: '',
        type: 'FULL',
        digest: md5(manifest).digest('base64'),
      },
    });
    const { uploadUrl } = createArtifactManifest.artifactManifest.file;
    expect((await put(uploadUrl, manifest)).status).toBe(200);
    await ask(COMMIT, { id });
    const got = await stage.machine.wandb([
      'artifact',
      'get',
      'parted/big:latest',
      '--root',
      'got',
    ]);
    expect(got.code, got.output).toBe(0);
    const read = await readFile(join(stage.machine.directory, 'got', 'big.bin'));
    expect(read.equals(whole)).toBe(true);
  });

  it('is what a reference to it leads to; others lead nowhere', async () => {
    const hex = Buffer.from(id, 'base64').toString('hex');
    const lead = async (reference: string) => {
      const path = `/api/v1/artifact-references?reference=${encodeURIComponent(reference)}`;
      return ArtifactReferenceView.parse(JSON.parse((await stage.api.send('GET', path)).text))
        .target;
    };
    const version = { entity: 'admin', project: 'parted', type: 'weights', artifact: 'big' };
    expect(await lead(`wandb-artifact://${hex}/big.bin`)).toEqual({
      ...version,
      version: 'v0',
      path: 'big.bin',
    });
    expect(await lead(`wandb-artifact://_id/${id}`)).toMatchObject({ ...version, path: '' });
    for (const none of ['wandb-artifact://ff/a', 'wandb-client-artifact://none/a', 's3://a/b']) {
      expect(await lead(none), none).toBeNull();
    }
    const all = '/api/v1/projects/admin/parted/artifacts';
    expect(JSON.parse((await stage.api.send('GET', all)).text)).toMatchObject({ totalCount: 1 });
  });
});
