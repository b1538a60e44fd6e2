import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProjectId } from '../projects/index.ts';
import { DATASET, openObjects } from './objects.testing.ts';

const bench = await openObjects();
afterAll(() => bench.close());

let project: ProjectId;
let projectName: string;
beforeEach(async () => {
  ({ id: project, name: projectName } = await bench.project());
});

describe('references', () => {
  const uri = (rest: string) => `weave:///admin/${projectName}/${rest}`;
  const read = (...refs: string[]) =>
    bench.objects.readReferences({ actor: bench.room.admin }, refs);

  it('lead to objects, into them, and on through the references in them', async () => {
    const { objects } = bench;
    const table = await objects.createTable(project, ['{"q":"a","n":[1.0,2]}', '{"q":"b"}']);
    const made = await bench.publish(project, 'ds', {
      ...DATASET,
      rows: uri(`table/${table.digest}`),
    });
    const [first = ''] = table.rowDigests;
    const ds = uri(`object/ds:${made.digest}`);
    expect(
      await read(
        ds,
        `${ds}/attr/rows`,
        `${ds}/attr/rows/id/${first}/key/q`,
        `${ds}/attr/rows/id/${first}/key/n/index/0`,
        `${ds}/attr/rows/index/1`,
        uri(`table/${table.digest}`),
        uri(`table/${table.digest}/id/${first}`),
        uri('object/ds:latest/attr/_type'),
      ),
    ).toEqual([
      (await objects.read(project, 'ds', 'latest')).value,
      JSON.stringify(uri(`table/${table.digest}`)),
      '"a"',
      '1.0',
      '{"q":"b"}',
      '[{"q":"a","n":[1.0,2]},{"q":"b"}]',
      '{"q":"a","n":[1.0,2]}',
      '"Dataset"',
    ]);
  });

  it('lead to calls', async () => {
    bench.calls.set(`${project}/c1`, '{"inputs":{"a":[1.0]},"output":{"x":1}}');
    expect(
      await read(
        uri('call/c1/attr/output/key/x'),
        uri('call/c1/attr/inputs/key/a/index/0'),
        uri('call/c2'),
      ),
    ).toEqual(['1', '1.0', null]);
  });

  it('are null for what is gone, was never there or is no reference', async () => {
    await bench.publish(project, 'x', { a: [1], self: uri('object/x:latest/attr/self') });
    const gone = await bench.publish(project, 'gone', {});
    await bench.objects.remove(project, 'gone');
    const refs = [
      uri(`object/gone:${gone.digest}`),
      uri('object/none:latest'),
      uri('object/x:latest/key/__proto__'),
      uri('object/x:latest/attr/a/index/7'),
      uri('object/x:latest/attr/a/index/-1'),
      uri('object/x:latest/attr/a/id/x'),
      uri('object/x:latest/attr/self/attr/self'),
      uri('object/x:%00'),
      uri('table/none'),
      'weave:///other/none/object/x:latest',
      'weave:///',
      'nonsense',
    ];
    expect(await read(...refs)).toEqual(refs.map(() => null));
  });

  it('show nobody what they may not see', async () => {
    const { digest } = await bench.publish(project, 'x', { a: 1 });
    const stranger = await bench.room.user('stranger');
    const ref = uri(`object/x:${digest}`);
    const { objects } = bench;
    expect(await objects.readReferences({ actor: stranger }, [ref])).toEqual([null]);
    expect(await objects.readReferences({ project }, [ref])).toEqual(['{"a":1}']);
    const other = await bench.project();
    expect(await objects.readReferences({ project: other.id }, [ref])).toEqual([null]);
    // Rooms of the server bound what they ask for themselves.
    const many = Array.from({ length: 1_001 }, () => ref);
    expect(await objects.readReferences({ project }, many)).toEqual(many.map(() => '{"a":1}'));
    await expect(read(...many)).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
