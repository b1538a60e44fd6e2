import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { markRemovals } from '../contents/index.ts';
import {
  codeOf,
  digestOfFiles,
  freshName,
  manifestOf,
  md5,
  openArtifactStage,
} from './artifacts.testing.ts';
import { artifactTables } from './tables.ts';

const stage = await openArtifactStage();
afterAll(() => stage.close());

const blobOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const put = (path: string | null, text: string) => codeOf(stage.put(path, text));

/** A version of a file that was sent, and the address at which another one may be. */
async function beginWithLateFile(late: string) {
  const name = freshName();
  const files = { a: `a of ${name}` };
  const begun = await stage.begin(name, { digest: digestOfFiles(files) });
  const spec = { versionId: begun.id, name: 'late', digest: md5(late), parts: null };
  const [upload] = await stage.artifacts.createFiles(stage.ada, [spec]);
  await stage.send(begun, files);
  await stage.sendManifest(begun.id, manifestOf(files));
  return { begun, path: upload?.uploadPath ?? null };
}

describe('a file', () => {
  it('that comes once the version is finished is refused, and its bytes are not kept', async () => {
    const late = 'too late for anything';
    const { begun, path } = await beginWithLateFile(late);
    await stage.artifacts.commit(stage.ada, begun.id);

    expect(await put(path, late)).toBe('conflict');

    expect(await stage.blobs.stat(blobOf(late))).toBeNull();
  });

  it('that comes too late leaves the same bytes of another artifact where they are', async () => {
    const late = 'too late for this, in time for another';
    const { begun, path } = await beginWithLateFile(late);
    await stage.artifacts.commit(stage.ada, begun.id);
    await stage.log(freshName(), { a: late });

    expect(await put(path, late)).toBe('conflict');

    expect(await stage.blobs.stat(blobOf(late))).toEqual({ sizeBytes: late.length });
  });

  it('of a version that was deleted is refused, while those sent with it are taken', async () => {
    const [gone, kept] = [await beginWithLateFile('for one'), await beginWithLateFile('for two')];
    await stage.artifacts.commit(stage.ada, gone.begun.id);
    await stage.artifacts.removeVersion(stage.ada, gone.begun.id, { deleteAliases: true });

    const outcomes = await Promise.all([put(gone.path, 'for one'), put(kept.path, 'for two')]);

    expect(outcomes).toEqual(['not_found', 'allowed']);
  });

  it('whose bytes are being removed has to be sent again, until they are removed', async () => {
    const text = 'wanted and unwanted';
    const { path } = await beginWithLateFile(text);
    const db = artifactTables(stage.room.metadata);
    await markRemovals(db, [blobOf(text)], stage.room.clock.now);

    expect(await put(path, text)).toBe('unavailable');

    await stage.contents.release(new Map([[blobOf(text), text.length]]));
    expect(await put(path, text)).toBe('allowed');
  });
});
