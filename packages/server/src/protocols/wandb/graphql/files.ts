import type { RunFile } from '../../../domains/files/index.ts';
import type { Run, RunId } from '../../../domains/runs/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { normalizeFileName, runFilePath } from '../paths.ts';
import { pageSize } from './connection.ts';
import { type Context, findRunToWrite, type Resolver, type RunSource } from './context.ts';
import { encodeGlobalId } from './global-id.ts';

interface RunFilesInput {
  readonly entityName: string;
  readonly projectName: string;
  readonly runName: string;
  readonly files: readonly string[];
  readonly clientMutationId?: string | null;
}

interface FilesArgs {
  readonly names?: readonly (string | null)[] | null;
  readonly pattern?: string | null;
  readonly first?: number | null;
  readonly after?: string | null;
}

interface FileSource extends RunSource {
  readonly file: RunFile;
}

/** A file of another resource than a run: its fields are what they say. */
export interface PlainFile {
  readonly plain: {
    readonly id: string;
    readonly name: string;
    readonly directUrl: string;
    readonly sizeBytes: number;
    readonly [field: string]: unknown;
  };
}

const PAGE = 50;

const createRunFiles: Resolver<unknown, { input: RunFilesInput }> = async (
  _root,
  { input },
  context,
) => {
  const { run } = await findRunToWrite(context, input);
  return {
    runID: encodeGlobalId('Run', run.id),
    uploadHeaders: [],
    files: uploadsOf(run, input.files, context),
  };
};

/** One address for each name, in order and with the spelling of the client. */
function uploadsOf(run: Run, names: readonly string[], { deps, baseUrl }: Context) {
  const uploads = deps.files.createUploads(run, names.map(normalizeFileName));
  return names.map((name, index) => ({
    name,
    uploadUrl: `${baseUrl}${uploads[index]?.uploadPath}`,
  }));
}

const markRunFilesUploaded: Resolver<unknown, { input: RunFilesInput }> = async (
  _root,
  { input },
  context,
) => {
  const { run, project } = await findRunToWrite(context, input);
  context.deps.live.publish({
    kind: 'files',
    projectId: project.id,
    runId: run.id,
    runName: run.name,
  });
  return { success: true, clientMutationId: input.clientMutationId };
};

/** Files of several runs may be named; all are checked before the first is deleted. */
const deleteFiles: Resolver<
  unknown,
  { input: { files: readonly string[]; clientMutationId?: string | null } }
> = async (_root, { input }, { deps, actor }) => {
  const namesByRun = new Map<RunId, string[]>();
  for (const { runId, name } of input.files.map(readFileId)) {
    namesByRun.set(runId, [...(namesByRun.get(runId) ?? []), name]);
  }
  const found = await Promise.all(
    [...namesByRun].map(async ([runId, names]) => ({
      ...(await deps.runs.get(actor, runId, 'write')),
      names,
    })),
  );
  for (const { run, project, names } of found) {
    await deps.files.remove(run, names);
    deps.live.publish({
      kind: 'files',
      projectId: project.id,
      runId: run.id,
      runName: run.name,
    });
  }
  return { success: true, clientMutationId: input.clientMutationId };
};

const encodeFileId = ({ runId, name }: RunFile): string =>
  Buffer.from(`File:${runId}:${name}`).toString('base64');

function readFileId(id: string): { runId: RunId; name: string } {
  const [, runId, name] =
    /^File:(\d{1,15}):(.+)$/s.exec(Buffer.from(id, 'base64').toString()) ?? [];
  if (runId !== undefined && name !== undefined) return { runId: Number(runId) as RunId, name };
  throw invalid(`${JSON.stringify(id)} is not the id of a file.`);
}

const fileCount: Resolver<RunSource> = async ({ run }, _args, { deps }) =>
  (await deps.files.list(run, { first: 1 })).totalCount;

const files: Resolver<RunSource, FilesArgs> = async (source, args, { deps }) => {
  const names = (args.names ?? []).flatMap((name) =>
    name === null ? [] : normalizeFileName(name),
  );
  const page = await deps.files.list(source.run, {
    first: pageSize(args.first, PAGE),
    ...(names.length > 0 && { names }),
    ...(args.pattern && { pattern: args.pattern }),
    ...(args.after && { after: args.after }),
  });
  // The client goes on from the cursor of the last edge.
  const edges = page.files.map((file, index) => ({
    node: { ...source, file },
    cursor: index === page.files.length - 1 ? page.nextCursor : null,
  }));
  return {
    edges,
    pageInfo: { endCursor: page.nextCursor, hasNextPage: page.nextCursor !== null },
    totalCount: page.totalCount,
  };
};

const fileFields: Record<string, Resolver<FileSource, { upload?: boolean | null }>> = {
  id: ({ file }) => encodeFileId(file),
  name: ({ file }) => file.name,
  displayName: ({ file }) => file.name,
  async url({ run, project, file }, { upload }, context) {
    if (upload !== true) return `${context.baseUrl}${runFilePath(project, run, file.name)}`;
    const { entityName, name: projectName } = project;
    await findRunToWrite(context, { entityName, projectName, runName: run.name });
    return uploadsOf(run, [file.name], context)[0]?.uploadUrl;
  },
  directUrl: ({ file }, _args, { deps, baseUrl }) => `${baseUrl}${deps.files.createDownload(file)}`,
  sizeBytes: ({ file }) => file.sizeBytes,
  mimetype: ({ file }) => file.mimeType,
  updatedAt: ({ file }) => file.updatedAt,
  digest: ({ file }) => file.digest,
  md5: ({ file }) => file.md5,
};

/** Fields that only files of artifacts have. */
const OTHER_FIELDS = [
  'uploadUrl',
  'uploadHeaders',
  'uploadMultipartUrls',
  'storagePath',
  'artifact',
] as const;

const nothing: Resolver<FileSource> = () => null;

/** The fields of files of runs, or what a plain file says of itself. */
const bothKinds = Object.fromEntries(
  [...Object.entries(fileFields), ...OTHER_FIELDS.map((name) => [name, nothing] as const)].map(
    ([name, resolve]): [string, Resolver<FileSource | PlainFile, { upload?: boolean | null }>] => [
      name,
      (source, args, context, info) =>
        'plain' in source ? (source.plain[name] ?? null) : resolve(source, args, context, info),
    ],
  ),
);

export const fileResolvers = {
  Mutation: { createRunFiles, markRunFilesUploaded, deleteFiles },
  Run: { fileCount, files },
  File: bothKinds,
};
