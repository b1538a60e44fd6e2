import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { z } from 'zod';
import type { Actor } from '../../domains/accounts/index.ts';
import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { SchemaError } from './errors.ts';
import { openProject } from './projects.ts';
import { post, type WeaveRoute } from './route.ts';

const MAX_FILE_BYTES = 1024 * 1024 * 1024;

const CONTENT = z.object({ project_id: z.string(), digest: z.string() });
const OF_PROJECT = z.object({ project_id: z.string() });

/** Files that objects and values are made of: sources of ops, images, sounds. */
export function fileRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  const { objects } = deps;
  return [
    post('/file/create', async ({ actor, request }) => {
      const body: unknown = request.body;
      if (!isStream(body)) {
        throw new SchemaError('A file is sent as multipart/form-data.', 'file');
      }
      const sent = await readForm(body, request.headers['content-type'] ?? '');
      return { digest: (await keep(deps, actor, sent)).digest };
    }),
    post('/file/content', async ({ actor, body, reply }) => {
      const { project_id, digest } = body(CONTENT);
      const project = await openProject(deps, actor, project_id, 'read');
      const file = await objects.findFile(project.id, digest);
      if (file === null) throw notFound(`The file ${digest}`);
      reply.type('application/octet-stream').header('Content-Length', file.sizeBytes);
      return reply.send(await objects.openFile(project.id, digest));
    }),
    post('/files/query_stats', async ({ actor, body }) => {
      const project = await openProject(deps, actor, body(OF_PROJECT).project_id, 'read');
      return { total_size_bytes: await objects.fileBytes(project.id) };
    }),
  ];
}

interface SentFile {
  readonly projectPath: string;
  readonly expectedDigest: string | null;
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function keep(deps: WeaveDependencies, actor: Actor, file: SentFile) {
  const project = await openProject(deps, actor, file.projectPath, 'write');
  return deps.objects.createFile(project.id, {
    name: file.name,
    body: file.bytes,
    expectedDigest: file.expectedDigest,
  });
}

/** Fields and the one file of a form; fields may come after the file. */
async function readForm(body: IncomingMessage, contentType: string): Promise<SentFile> {
  const form = parserOf(contentType);
  const fields = new Map<string, string>();
  let file: Promise<{ name: string; bytes: Uint8Array }> | null = null;
  form.on('field', (name, value) => fields.set(name, value));
  form.on('file', (_field, stream, filename) => {
    stream.once('limit', () =>
      stream.destroy(
        new RunloomError('too_large', `A file has at most ${MAX_FILE_BYTES} bytes here.`),
      ),
    );
    file = buffer(stream).then((bytes) => ({ name: filename || 'blob', bytes }));
    file.catch(() => {});
  });
  try {
    await pipeline(body, form);
  } catch (error) {
    if (error instanceof RunloomError) throw error;
    throw invalid(`The form can't be read: ${error instanceof Error ? error.message : error}.`);
  }
  const projectPath = fields.get('project_id');
  if (projectPath === undefined) throw new SchemaError('project_id is missing.', 'project_id');
  const sent = await (file as Promise<{ name: string; bytes: Uint8Array }> | null);
  if (sent === null) throw new SchemaError('The file is missing.', 'file');
  return { projectPath, expectedDigest: fields.get('expected_digest') || null, ...sent };
}

function parserOf(contentType: string): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: { files: 1, fields: 20, fieldSize: 64 * 1024, fileSize: MAX_FILE_BYTES },
    });
  } catch (error) {
    throw invalid(`The form can't be read: ${error instanceof Error ? error.message : error}.`);
  }
}

const isStream = (body: unknown): body is IncomingMessage =>
  typeof body === 'object' && body !== null && 'pipe' in body;
