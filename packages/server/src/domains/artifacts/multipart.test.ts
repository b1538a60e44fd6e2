import { afterAll, describe, expect, it } from 'vitest';
import {
  codeOf,
  digestOfFiles,
  freshName,
  manifestOf,
  md5,
  openArtifactStage,
  readVersion,
} from './artifacts.testing.ts';
import type { Version } from './types.ts';

const stage = await openArtifactStage();
afterAll(() => stage.close());

describe('a file sent in parts', () => {
  const parts = ['first part, ', 'second part, ', 'end'];
  const hex = (part: string) => Buffer.from(md5(part), 'base64').toString('hex');
  const begin = async (name: string) => {
    const begun = await stage.begin(name, { digest: digestOfFiles({ big: parts.join('') }) });
    const digest = md5(parts.join(''));
    const spec = { versionId: begun.id, name: 'big', digest, parts: parts.map(hex) };
    const [upload] = await stage.artifacts.createFiles(stage.ada, [spec]);
    if (!upload?.multipart) throw new Error('It should be sent in parts.');
    return { begun, ...upload.multipart };
  };
  const { put } = stage;
  const complete = (begun: Version, uploadId: string, told = parts.map(hex)) =>
    stage.artifacts.completeMultipart(stage.ada, {
      versionId: begun.id,
      uploadId,
      abort: false,
      parts: told.map((part, index) => ({ part: index + 1, md5: `"${part}"` })),
    });

  it('becomes one, goes on where it stopped, and is completed once', async () => {
    const name = freshName();
    const first = await begin(name);
    await put(first.partPaths[0] ?? '', parts[0] ?? '');
    await expect(complete(first.begun, first.uploadId)).rejects.toThrow(/missing: 2, 3/);
    const { createFiles } = stage.artifacts;
    const spec = {
      versionId: first.begun.id,
      name: 'big',
      digest: md5(parts.join('')),
      parts: parts.map(hex),
    };
    const [again] = await createFiles(stage.ada, [spec]);
    expect(again?.multipart?.uploadId).toBe(first.uploadId);
    expect(await codeOf(put(first.partPaths[1] ?? '', 'something else'))).toBe('invalid');
    await put(first.partPaths[1] ?? '', parts[1] ?? '');
    await put(first.partPaths[2] ?? '', parts[2] ?? '');
    const both = await Promise.all([
      complete(first.begun, first.uploadId),
      complete(first.begun, first.uploadId),
    ]);
    expect(both[0]).toEqual({ digest: md5(parts.join('')) });
    expect(await complete(first.begun, first.uploadId)).toEqual(both[0]);
    await stage.sendManifest(first.begun.id, manifestOf({ big: parts.join('') }));
    const version = await stage.artifacts.commit(stage.ada, first.begun.id);
    expect(await readVersion(stage, version)).toEqual({ big: parts.join('') });
  });

  it('of which a part is missing or another is told is refused', async () => {
    stage.room.clock.now += 1;
    const name = freshName();
    const files = { big: `${parts.join('')}!` };
    const begun = await stage.begin(name, { digest: digestOfFiles(files) });
    const told = [...parts, '!'];
    const spec = { versionId: begun.id, name: 'big', digest: md5(files.big), parts: told.map(hex) };
    const [upload] = await stage.artifacts.createFiles(stage.ada, [spec]);
    for (const [index, path] of (upload?.multipart?.partPaths ?? []).entries()) {
      await put(path, told[index] ?? '');
    }
    const id = upload?.multipart?.uploadId ?? '';
    await expect(complete(begun, id, told.map(hex).toReversed())).rejects.toThrow(/not the one/);
    expect(await codeOf(complete(begun, '999999'))).toBe('not_found');
    expect(await complete(begun, id, told.map(hex))).toEqual({ digest: md5(files.big) });
  });
});
