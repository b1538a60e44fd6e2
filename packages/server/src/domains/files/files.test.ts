import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlobStore, openBlobStore } from '../../stores/blobs/index.ts';
import type { UserActor } from '../accounts/index.ts';
import { createContents } from '../contents/index.ts';
import { createProjects, type Projects } from '../projects/index.ts';
import { createRuns, type Run } from '../runs/index.ts';
import { openRoom, type Room } from '../testing/index.ts';
import { createFileContentHolder } from './removals.ts';
import { createFiles } from './service.ts';
import type { Files } from './types.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

let room: Room;
let directory: string;
let blobs: BlobStore;
let files: Files;
let projects: Projects;
let ada: UserActor;
let newRun: (project?: string) => Promise<Run>;

beforeAll(async () => {
  room = await openRoom();
  directory = mkdtempSync(join(tmpdir(), 'runloom-files-'));
  blobs = await openBlobStore({ kind: 'files', directory });
  const { metadata, accounts } = room;
  const clock = () => room.clock.now;
  projects = createProjects({ metadata, accounts, clock });
  const runs = createRuns({ metadata, projects, clock });
  const holders = [createFileContentHolder(metadata)];
  const contents = createContents({ metadata, blobs, holders, clock });
  files = createFiles({ metadata, blobs, contents, secret: randomBytes(32), clock });
  ada = await room.user('ada');
  newRun = async (projectName = 'looms') =>
    (await runs.upsert(ada, { entityName: 'ada', projectName })).run;
});
afterAll(async () => {
  await blobs.close();
  await room.close();
  rmSync(directory, { recursive: true });
});

/** The token of a path that was given out. */
const tokenOf = (path: string) => path.split('/')[3] ?? '';
const uploadToken = (run: Run, name: string) =>
  tokenOf(files.createUploads(run, [name])[0]?.uploadPath ?? '');
const upload = (run: Run, name: string, content: string) =>
  files.receiveUpload(uploadToken(run, name), Readable.from([content]), Buffer.byteLength(content));
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'allowed',
    (error: { code: string }) => error.code,
  );

describe('an upload', () => {
  it('is sent to the address that was given out, and read back with its hash and type', async () => {
    const run = await newRun();
    const name = 'media/html/HT%3ML _11_ä.html';
    const [first, second] = files.createUploads(run, [name, './config.yaml']);
    expect(first?.name).toBe(name);
    expect(first?.uploadPath).toMatch(
      /^\/storage\/uploads\/[\w.-]+\/media\/html\/HT%253ML%20_11_%C3%A4\.html$/,
    );
    expect(second?.name).toBe('./config.yaml');
    const file = await upload(run, name, '<b>bold</b>');
    expect(file).toEqual({
      runId: run.id,
      name,
      digest: createHash('sha256').update('<b>bold</b>').digest('hex'),
      md5: createHash('md5').update('<b>bold</b>').digest('base64'),
      sizeBytes: 11,
      mimeType: 'text/html',
      updatedAt: room.clock.now,
    });
    expect(await files.find(run, `./${name}`)).toEqual(file);
    expect(await text(await files.open(file))).toBe('<b>bold</b>');
    expect(await text(await files.open(file, { start: 3, end: 6 }))).toBe('bold');
  });

  it('may be empty, and replaces the file of the same name', async () => {
    const run = await newRun();
    await upload(run, 'output.log', 'first');
    await upload(run, './output.log', '');
    const page = await files.list(run);
    expect(page.files.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([['output.log', 0]]);
  });

  it('that breaks off or is too short leaves the file as it was', async () => {
    const run = await newRun();
    const before = await upload(run, 'model.bin', 'whole');
    const breaking = new Readable({
      read() {
        this.push('hal');
        this.destroy(new Error('connection lost'));
      },
    });
    await expect(
      files.receiveUpload(uploadToken(run, 'model.bin'), breaking, null),
    ).rejects.toThrow('connection lost');
    const short = files.receiveUpload(uploadToken(run, 'model.bin'), Readable.from(['hal']), 5);
    expect(await codeOf(short)).toBe('invalid');
    expect(await files.find(run, 'model.bin')).toEqual(before);
    expect(readdirSync(join(directory, 'incoming'))).toEqual([]);
  });

  it('needs a token for uploads, of this server, within 24 hours, of a run that is there', async () => {
    const run = await newRun('short lived');
    const file = await upload(run, 'a', 'a');
    const token = uploadToken(run, 'a');
    const send = (sent: string) => codeOf(files.receiveUpload(sent, Readable.from(['x']), 1));
    expect(await send(tokenOf(files.createDownload(file)))).toBe('forbidden');
    expect(await send(`${token}x`)).toBe('forbidden');
    const late = uploadToken(run, 'a');
    room.clock.now += 24 * HOUR;
    expect(await send(late)).toBe('forbidden');
    const fresh = uploadToken(run, 'a');
    const reading = tokenOf(files.createDownload(file));
    expect(await send(fresh)).toBe('allowed');
    await projects.remove(ada, 'ada', 'short lived');
    expect(await send(fresh)).toBe('not_found');
    expect(await codeOf(files.openDownload(reading))).toBe('not_found');
  });

  it('is refused by its name before any address is given out', async () => {
    const run = await newRun();
    expect(() => files.createUploads(run, ['fine', '../../etc/passwd'])).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });
});

describe('a download', () => {
  it('reads the newest content for 15 minutes', async () => {
    const run = await newRun();
    const file = await upload(run, 'notes.md', 'old');
    const path = files.createDownload(file);
    expect(path).toMatch(/^\/storage\/downloads\/[\w.-]+\/notes\.md$/);
    await upload(run, 'notes.md', 'new');
    room.clock.now += 15 * MINUTE - 1;
    const opened = await files.openDownload(tokenOf(path));
    expect(opened.file.mimeType).toBe('text/markdown');
    expect(await text(opened.body)).toBe('new');
    room.clock.now += 1;
    expect(await codeOf(files.openDownload(tokenOf(path)))).toBe('forbidden');
    expect(await codeOf(files.openDownload(uploadToken(run, 'notes.md')))).toBe('forbidden');
  });
});

describe('a list', () => {
  it('holds what was uploaded to this run, by names, by pattern and in pages', async () => {
    const run = await newRun();
    const other = await newRun();
    const names = [
      'Media/a.png',
      'a%b.txt',
      'a_b.txt',
      'config.yaml',
      'media/a.png',
      'media/b.json',
    ];
    for (const name of names) await upload(run, name, name);
    await upload(other, 'elsewhere.txt', 'x');
    const namesOf = async (options: Parameters<Files['list']>[1]) =>
      (await files.list(run, options)).files.map(({ name }) => name);

    expect(await namesOf({})).toEqual(names);
    expect(await namesOf({ names: [] })).toEqual(names);
    expect(await namesOf({ names: ['./config.yaml', 'gone', '../x', 'a\0'] })).toEqual([
      'config.yaml',
    ]);
    expect(await namesOf({ names: ['../x'] })).toEqual([]);
    expect(await namesOf({ pattern: 'media/%' })).toEqual(['media/a.png', 'media/b.json']);
    expect(await namesOf({ pattern: '%.json' })).toEqual(['media/b.json']);
    expect(await namesOf({ pattern: 'a_b.txt' })).toEqual(['a%b.txt', 'a_b.txt']);
    expect(await namesOf({ pattern: 'a\\_b.txt' })).toEqual(['a_b.txt']);
    expect(await namesOf({ pattern: '%\\' })).toEqual([]);
    expect(await namesOf({ pattern: "' or '1'='1" })).toEqual([]);

    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await files.list(run, { first: 4, ...(after === undefined ? {} : { after }) });
      expect(page.totalCount).toBe(names.length);
      seen.push(...page.files.map(({ name }) => name));
      after = page.nextCursor ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual(names);
    expect(await codeOf(files.list(run, { after: 'Li4vLi4veA' }))).toBe('invalid');
  });
});

describe('deleting files', () => {
  it('takes the files off the run, and the content once nobody else has it', async () => {
    const [run, other] = [await newRun(), await newRun()];
    const shared = await upload(run, 'shared.txt', 'the same bytes');
    await upload(other, 'shared.txt', 'the same bytes');
    const own = await upload(run, 'dir/own.txt', 'only here');
    await upload(run, 'kept.txt', 'kept');
    expect(await files.remove(run, ['shared.txt', './dir/own.txt', 'missing', '../out'])).toBe(2);
    expect((await files.list(run)).files.map(({ name }) => name)).toEqual(['kept.txt']);
    expect(await blobs.stat(own.digest)).toBeNull();
    expect(await blobs.stat(shared.digest)).not.toBeNull();
    expect(await files.remove(other, ['shared.txt'])).toBe(1);
    expect(await blobs.stat(shared.digest)).toBeNull();
  });
});

describe('the storage of an owner', () => {
  it('is the size of the files of all its runs', async () => {
    const entity = await room.accounts.findEntity('ada');
    if (entity === null) throw new Error('Ada has an entity.');
    const before = await files.storageBytes(entity.id);
    await upload(await newRun('one'), 'a', '12345');
    await upload(await newRun('two'), 'b', '1234567');
    expect((await files.storageBytes(entity.id)) - before).toBe(12);
  });
});
