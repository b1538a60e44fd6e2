import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExactJson, parseExactJson } from '@runloom/model';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { setStage } from '../support/stage.ts';

const stage = setStage();

type Found = ReadonlyMap<string, ExactJson>;

let found: Found;

beforeAll(async () => {
  const env = { WANDB_CACHE_DIR: join(stage.machine.directory, 'cache') };
  const { code, output } = await stage.machine.run('history_exports.py', { env });
  expect(code, output.slice(-3000)).toBe(0);
  found = parseExactJson(/^EXPORTS (.*)$/m.exec(output)?.[1] ?? '{}') as Found;
}, 180_000);

const of = (name: string): Found => found.get(name) as Found;
const rowsOf = (name: string, what: string): readonly Found[] =>
  (of(name).get(what) ?? []) as Found[];

/** The one file that was downloaded, read by a library that knows nothing of the client. */
async function downloaded(name: string) {
  const download = of(name).get('download') as Found;
  expect(download.get('live')).toBe(false);
  expect(download.get('errors')).toEqual(new Map());
  const paths = download.get('paths') as string[];
  expect(paths).toHaveLength(1);
  const bytes = await readFile(join(stage.machine.directory, paths[0] ?? ''));
  return parquetReadObjects({ file: new Uint8Array(bytes).buffer });
}

describe('a history as a file, by the real client', () => {
  it('is what a scan reads where all rows hold the same, with every digit', async () => {
    const scanned = rowsOf('dense', 'scan');
    expect(of('dense').get('cached')).toEqual(['admin_exports_dense_0.runhistory.parquet']);
    expect(scanned).toHaveLength(2500);
    scanned.forEach((row, step) => {
      expect(row.get('_step')).toBe(step);
      expect(row.get('past_2_53')).toBe(2n ** 53n + 1n + 2n * BigInt(step));
      expect(row.get('word')).toBe(`wört ${step}`);
      expect(row.get('flag')).toBe(step % 2 === 0);
      const loss = step === 3 ? Number.NaN : step === 4 ? Infinity : 1 / (step + 1);
      expect(row.get('loss')).toBe(loss);
    });
    const ours = await stage.api.history({ entity: 'admin', project: 'exports', run: 'dense' });
    expect(scanned.slice(0, 1000)).toEqual(ours.slice(0, 1000));
    expect(of('dense').get('again')).toBe(true);
    expect(of('dense').get('small pages')).toBe(2500);
    expect(rowsOf('dense', 'keys').map((row) => [...row.keys()].sort())).toEqual(
      Array.from({ length: 4 }, () => ['_step', 'loss', 'word']),
    );
  });

  it('is never what a scan reads where rows differ, so that no row lacks a key that was asked for', () => {
    expect(rowsOf('sparse', 'scan')).toHaveLength(24);
    expect(rowsOf('sparse', 'scan')[0]?.get('deep')).toEqual(new Map([['er', 0]]));
    expect(rowsOf('sparse', 'scan')[0]?.has('val')).toBe(false);
    expect(rowsOf('sparse', 'val').map((row) => row.get('val'))).toEqual([0.8, 1.8, 2.8, 3.8]);
    expect(rowsOf('sparse', 'deep').map((row) => row.get('deep.er'))).toEqual(
      Array.from({ length: 20 }, (_, step) => step),
    );
    expect(rowsOf('sparse', 'none')).toEqual([]);
    expect(of('sparse').get('cached')).toEqual([]);
  });

  it('can be downloaded with every row and key', async () => {
    const rows = await downloaded('sparse');
    expect(rows).toHaveLength(24);
    expect(rows.map((row) => row['deep.er']).filter((value) => value !== null)).toEqual(
      Array.from({ length: 20 }, (_, step) => BigInt(step)),
    );
    expect(JSON.parse(rows[5]?.['bars'])).toMatchObject({ _type: 'histogram' });
    expect((await downloaded('fork')).map((row) => row['train'])).toEqual(
      rows
        .slice(0, 10)
        .map((row) => row['train'])
        .concat([-1n]),
    );
  });

  it('is refused while the run goes on, and true to it afterwards', async () => {
    expect(found.get('going on')).toBe(true);
    expect(of('resumed').get('steps')).toEqual(Array.from({ length: 2600 }, (_, step) => step));
    expect(of('resumed').get('keys')).toBe(2600);
  });

  it('holds what a rewound run is now, not what it was', async () => {
    expect(of('rewound').get('steps')).toBe(true);
    expect(of('rewound').get('words')).toEqual(['wört 999', 'new', -1]);
    const rows = await downloaded('rewound');
    expect(rows).toHaveLength(1500);
    expect([rows[999]?.['word'], rows[1000]?.['word']]).toEqual(['wört 999', 'new']);
  });
});
