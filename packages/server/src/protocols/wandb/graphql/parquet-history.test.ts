import { describe, expect, it } from 'vitest';
import { setStage } from '../stage.testing.ts';

const stage = setStage();
const UNIFORM = [0, 1, 2].map((step) => `{"_step":${step},"loss":${step}.5}`);
const SPARSE = ['{"_step":0,"loss":1}', '{"_step":1,"val":2}'];

interface Answer {
  readonly parquetUrls: readonly string[];
  readonly liveData: readonly unknown[];
}

/** A run that is over and has its file: who keeps one waits until it is made. */
async function finished(name: string, lines: readonly string[]): Promise<string> {
  const { id } = await stage.createRun(name, lines);
  await stage.admin.stream(`admin/looms/${name}`, { complete: true, exitcode: 0 });
  await askFiles(name);
  return id;
}

async function askFiles(name: string): Promise<Answer> {
  const fields = 'parquetHistory(liveKeys: ["_step"]) { parquetUrls liveData }';
  return (await stage.read(name, fields))['parquetHistory'] as Answer;
}

/** As `scan_history` does it. */
async function scan(name: string): Promise<Answer> {
  await stage.admin.ask(
    'query RunHistoryKeys($name: String!) { project(name: "looms", entityName: "admin") { run(name: $name) { historyKeys } } }',
    { name },
  );
  return askFiles(name);
}

const fetchFile = (url = '') => stage.room.as(null).send('GET', new URL(url).pathname);

describe('the file of a history', () => {
  it('is at an address that needs no key, whole or in parts', async () => {
    await finished('whole', SPARSE);
    const { parquetUrls, liveData } = await askFiles('whole');
    expect([parquetUrls.length, liveData]).toEqual([1, []]);
    const file = await fetchFile(parquetUrls[0]);
    expect([file.status, file.text.slice(0, 4), file.text.slice(-4)]).toEqual([
      200,
      'PAR1',
      'PAR1',
    ]);
    const { pathname } = new URL(parquetUrls[0] ?? '');
    const part = await stage.room
      .as(null)
      .send('GET', pathname, { headers: { range: 'bytes=-4' } });
    expect([part.status, part.text]).toEqual([206, 'PAR1']);
    const forged = await fetchFile(parquetUrls[0]?.replace(/histories\/./, 'histories/~'));
    expect(forged.status).toBe(403);
  });

  it('is given to a scan only where rows hold the same, and then the first one for ever', async () => {
    await finished('sparse', SPARSE);
    expect(await scan('sparse')).toEqual({ parquetUrls: [], liveData: [{ _step: 0 }] });
    expect((await askFiles('sparse')).parquetUrls).toHaveLength(1);

    await finished('uniform', UNIFORM);
    expect((await scan('uniform')).parquetUrls).toHaveLength(1);
    expect((await scan('uniform')).parquetUrls).toHaveLength(1);
    await stage.admin.stream('admin/looms/uniform', {
      files: { 'wandb-history.jsonl': { offset: 3, content: ['{"_step":3,"loss":3.5}'] } },
      complete: true,
      exitcode: 0,
    });
    await askFiles('uniform');
    expect(await scan('uniform')).toEqual({ parquetUrls: [], liveData: [{ _step: 0 }] });
    expect((await askFiles('uniform')).parquetUrls).toHaveLength(1);
  });

  it('is gone when the history changed or the run was deleted', async () => {
    const id = await finished('changed', UNIFORM);
    const [old] = (await askFiles('changed')).parquetUrls;
    await stage.admin.stream('admin/looms/changed', {
      files: { 'wandb-history.jsonl': { offset: 1, content: ['{"_step":1,"loss":-1}'] } },
      complete: true,
      exitcode: 0,
    });
    const [now] = (await askFiles('changed')).parquetUrls;
    expect(now).not.toBe(old);
    expect((await fetchFile(old)).status).toBe(404);
    expect((await fetchFile(now)).status).toBe(200);
    await stage.admin.ask(
      'mutation D($id: ID!) { deleteRun(input: {id: $id}) { clientMutationId } }',
      {
        id,
      },
    );
    expect((await fetchFile(now)).status).toBe(404);
  });

  it('of a run without rows is none', async () => {
    await finished('empty', []);
    expect(await askFiles('empty')).toEqual({ parquetUrls: [], liveData: [] });
  });
});
