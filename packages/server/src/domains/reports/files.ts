import { Readable } from 'node:stream';
import { randomLetters } from '@runloom/model';
import { invalid, notFound, RunloomError, unavailable } from '../../platform/errors.ts';
import type { BlobStore } from '../../stores/blobs/types.ts';
import { authorOf, type UserActor } from '../accounts/index.ts';
import type { Contents } from '../contents/index.ts';
import type { Access } from './access.ts';
import { contentTypeOf, HEAD_BYTES } from './file-kinds.ts';
import type { FileStore } from './file-store.ts';
import type { OpenedFile, ReportFile, ReportFiles, ReportId } from './types.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** All files of one report. */
const MAX_REPORT_BYTES = 2 * 1024 * 1024 * 1024;

export interface FileReader {
  /** @throws RunloomError('not_found') */
  read(id: ReportId, file: string): Promise<OpenedFile>;
  /** A file with its bytes, however it came into the report. */
  opened(file: ReportFile): OpenedFile;
}

/** Pictures and films of reports. What they are is told by their bytes. */
export function createFiles(deps: {
  access: Access;
  files: FileStore;
  blobs: BlobStore;
  contents: Pick<Contents, 'refuseWhileRemoved'>;
  clock: () => number;
}): { readonly files: ReportFiles; readonly reader: FileReader } {
  const { access, blobs, contents, clock } = deps;

  const opened = (file: ReportFile): OpenedFile => ({
    ...file,
    async open(range) {
      const body = await blobs.open(file.digest, range);
      if (body === null) throw unavailable('The bytes of this file are away. Try again.');
      return body;
    },
  });

  async function read(id: ReportId, name: string): Promise<OpenedFile> {
    const file = await deps.files.find(id, name);
    if (file === null) throw notFound('This file');
    return opened(file);
  }

  return {
    reader: { read, opened },
    files: {
      async add(actor, id, name, body) {
        await access.find(actor, id, 'write');
        if (!isFileName(name)) throw invalid('This is no name of a file.');
        if ((await deps.files.usedBytes(id)) >= MAX_REPORT_BYTES) {
          throw new RunloomError(
            'too_large',
            'The files of a report have at most 2 GB together. Log large ones as an artifact and show that.',
          );
        }
        const { contentType, whole } = await recognize(body);
        const blob = await blobs.put(whole, { maxBytes: MAX_FILE_BYTES });
        const file: ReportFile = {
          id: randomLetters(20),
          digest: blob.digest,
          name,
          contentType,
          sizeBytes: blob.sizeBytes,
        };
        const createdBy = authorOf(actor as UserActor);
        await deps.files.insert(id, { ...file, createdBy, createdAt: clock() });
        await contents.refuseWhileRemoved(blob.digest);
        return file;
      },

      async find(actor, id, file) {
        await access.find(actor, id, 'read');
        return read(id, file);
      },
    },
  };
}

/** @throws RunloomError('invalid') for what is no picture or film */
async function recognize(body: Readable): Promise<{ contentType: string; whole: Readable }> {
  const chunks = body.iterator({ destroyOnReturn: false });
  let head = Buffer.alloc(0);
  while (head.length < HEAD_BYTES) {
    const { value, done } = await chunks.next();
    if (done === true) break;
    head = Buffer.concat([head, value as Buffer]);
  }
  const contentType = contentTypeOf(head.subarray(0, HEAD_BYTES));
  if (contentType === null) {
    throw invalid(
      'This is no picture or film that a report can show: PNG, JPEG, GIF, WebP, AVIF, SVG, MP4, QuickTime or WebM. Log other files as an artifact and link to it.',
    );
  }
  const whole = Readable.from(
    (async function* all() {
      yield head;
      yield* chunks;
    })(),
  );
  return { contentType, whole };
}

function isFileName(name: string): boolean {
  const isPlain = [...name].every((letter) => letter >= ' ' && letter !== '\u007f');
  return isPlain && !/[/\\]/.test(name) && name !== '.' && name !== '..' && name.isWellFormed();
}
