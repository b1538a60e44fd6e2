import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type BlobStore, openBlobStore } from '../../stores/blobs/index.ts';
import type { UserActor } from '../accounts/index.ts';
import { type Contents, createContents } from '../contents/index.ts';
import { createFileContentHolder, createFiles, type Files } from '../files/index.ts';
import { createLineage, type Lineage } from '../lineage/index.ts';
import { createProjects, type Project, type Projects } from '../projects/index.ts';
import { createRegistries } from '../registries/index.ts';
import { createRunDescriber, createRuns, type Runs } from '../runs/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createArtifactContentHolder } from './content-store.ts';
import { createArtifactDescribers } from './describers.ts';
import type { Artifacts } from './interface.ts';
import { createArtifacts } from './service.ts';
import type { CreateVersionInput, ManifestKind, Version, VersionId } from './types.ts';

/** What a test says of a file: its text, or where it is when it is a reference. */
export type FileText = string | { readonly ref: string; readonly digest: string };

/** Artifacts over real stores, with one writer and her project, and a stranger. */
export interface ArtifactStage {
  readonly room: Room;
  readonly blobs: BlobStore;
  readonly blobDirectory: string;
  readonly contents: Contents;
  readonly files: Files;
  readonly projects: Projects;
  readonly runs: Runs;
  readonly lineage: Lineage;
  readonly artifacts: Artifacts;
  readonly ada: UserActor;
  readonly bob: UserActor;
  readonly project: Project;
  begin(name: string, input?: Partial<CreateVersionInput>): Promise<Version>;
  /** Announces and sends files of a version that was begun. */
  send(version: Version, files: Readonly<Record<string, FileText>>): Promise<void>;
  /** Sends a text to an address of an upload. */
  put(path: string | null, text: string): Promise<{ md5: string }>;
  sendManifest(id: VersionId, text: string, kind?: ManifestKind): Promise<void>;
  /** From beginning to commit. */
  log(
    name: string,
    files: Readonly<Record<string, FileText>>,
    input?: Partial<CreateVersionInput>,
  ): Promise<Version>;
  close(): Promise<void>;
}

export const md5 = (text: string): string => createHash('md5').update(text).digest('base64');

const digestOf = (file: FileText): string => (typeof file === 'string' ? md5(file) : file.digest);

/** As the client computes it. */
export function digestOfFiles(files: Readonly<Record<string, FileText>>): string {
  const hash = createHash('md5').update('wandb-artifact-manifest-v1\n');
  for (const path of Object.keys(files).sort()) {
    hash.update(`${path}:${digestOf(files[path] ?? '')}\n`);
  }
  return hash.digest('hex');
}

export function manifestOf(files: Readonly<Record<string, FileText>>): string {
  const contents = Object.fromEntries(
    Object.entries(files).map(([path, file]) => [
      path,
      typeof file === 'string'
        ? { digest: md5(file), size: Buffer.byteLength(file), local_path: `/home/ada/${path}` }
        : { digest: file.digest, ref: file.ref, size: 3 },
    ]),
  );
  return JSON.stringify({
    version: 1,
    storagePolicy: 'wandb-storage-policy-v1',
    storagePolicyConfig: { storageLayout: 'V2' },
    contents,
  });
}

export const tokenOf = (path: string | null): string => path?.split('/')[3] ?? '';

/** The code of the error that a call ends with; `allowed` when it ends well. */
export const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'allowed',
    (error: { code?: string }) => error.code ?? String(error),
  );

/** What the files of a version hold, by path. */
export async function readVersion(
  { artifacts }: ArtifactStage,
  version: Version,
): Promise<Record<string, string>> {
  const { entries } = await artifacts.listEntries(version, { first: 100, filesOnly: true });
  const read = entries.map(async (entry) => {
    const token = tokenOf(artifacts.downloadPath(version, entry));
    const download = await artifacts.openDownload(token);
    return [entry.path, await text(await download.open())];
  });
  return Object.fromEntries(await Promise.all(read)) as Record<string, string>;
}

export async function openArtifactStage(): Promise<ArtifactStage> {
  const room = await openRoom();
  const { metadata, accounts } = room;
  const directory = await mkdtemp(join(tmpdir(), 'runloom-artifacts-'));
  const blobs = await openBlobStore({ kind: 'files', directory });
  const clock = () => room.clock.now;
  const projects = createProjects({ metadata, accounts, clock });
  const runs = createRuns({ metadata, projects, clock });
  const holders = [createFileContentHolder(metadata), createArtifactContentHolder(metadata)];
  const contents = createContents({ metadata, blobs, holders, clock });
  const secret = new Uint8Array(32).fill(3);
  const files = createFiles({ metadata, blobs, contents, secret, clock });
  const describers = [createRunDescriber(metadata), ...createArtifactDescribers(metadata)];
  const lineage = createLineage({ metadata, projects, describers, clock });
  const { rules } = createRegistries({ metadata, accounts, projects });
  const deps = { metadata, blobs, contents, projects, runs, lineage, rules, secret, clock };
  const artifacts = createArtifacts(deps);
  const [ada, bob] = [await room.user('ada'), await room.user('bob')];
  const project = await projects.ensure(ada, 'ada', 'looms');

  const begin: ArtifactStage['begin'] = (name, input = {}) =>
    artifacts.create(ada, {
      entityName: 'ada',
      projectName: 'looms',
      runName: null,
      typeName: 'dataset',
      collectionName: name,
      digest: digestOfFiles({}),
      description: null,
      metadata: null,
      labels: null,
      aliases: ['latest'],
      tags: [],
      historyStep: null,
      deduplicate: true,
      distributedId: null,
      clientId: null,
      sequenceClientId: null,
      ttlSeconds: null,
      ...input,
    });

  const put: ArtifactStage['put'] = (path, text) => {
    const bytes = Buffer.from(text);
    return artifacts.receiveFile(tokenOf(path), Readable.from([bytes]), bytes.length);
  };

  const send: ArtifactStage['send'] = async (version, some) => {
    const texts = Object.entries(some).flatMap(([name, file]) =>
      typeof file === 'string' ? { name, text: file } : [],
    );
    const uploads = await artifacts.createFiles(
      ada,
      texts.map(({ name, text }) => ({
        versionId: version.id,
        name,
        digest: md5(text),
        parts: null,
      })),
    );
    await Promise.all(
      uploads.map(async ({ uploadPath }, index) => {
        if (uploadPath !== null) await put(uploadPath, texts[index]?.text ?? '');
      }),
    );
  };

  const sendManifest: ArtifactStage['sendManifest'] = async (versionId, text, kind = 'full') => {
    const manifest = await artifacts.createManifest(ada, {
      versionId,
      kind,
      name: 'wandb_manifest.json',
      md5: md5(text),
    });
    await put(artifacts.manifestUploadPath(manifest), text);
  };

  return {
    room,
    blobs,
    blobDirectory: directory,
    contents,
    files,
    projects,
    runs,
    lineage,
    artifacts,
    ada,
    bob,
    project,
    begin,
    send,
    put,
    sendManifest,
    async log(name, some, input = {}) {
      const version = await begin(name, { digest: digestOfFiles(some), ...input });
      if (version.state === 'committed') return version;
      await send(version, some);
      await sendManifest(version.id, manifestOf(some));
      return artifacts.commit(ada, version.id);
    },
    async close() {
      await blobs.close();
      await room.close();
      await rm(directory, { recursive: true });
    },
  };
}

let names = 0;

/** A name that no other artifact of the test file has. */
export const freshName = (): string => {
  names += 1;
  return `thing-${names}`;
};
