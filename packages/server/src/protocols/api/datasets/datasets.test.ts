import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, type Answer, openRoom, type Room } from '../room.testing.ts';

const PATH = '/projects/admin/data';

let room: Room;

/** Sends a file as the body. */
async function send(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  key = ADMIN_KEY,
): Promise<Pick<Answer, 'status' | 'json'>> {
  const response = await fetch(`${room.url}/api/v1${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'text/csv' },
    body,
  });
  return { status: response.status, json: await response.json() };
}

async function exportOf(name: string, format: string) {
  const response = await fetch(
    `${room.url}/api/v1${PATH}/datasets/${name}/versions/latest/export?format=${format}`,
    { headers: { Authorization: `Bearer ${ADMIN_KEY}` } },
  );
  return { headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

beforeAll(async () => {
  room = await openRoom();
  await room.admin('PUT', PATH, {});
  await room.admin('PUT', '/projects/admin/copies', {});
}, 60_000);
afterAll(() => room.close());

describe('datasets by the API', () => {
  const ROWS = [
    '{"id":1,"score":1.0,"text":"=1+1","list":[1,2.50],"big":12345678901234567890}',
    '{"id":2,"score":0.1,"text":"\'-a\\nb,\\"c\\"","list":{"a":null},"big":1}',
    '{"id":3,"score":2.0,"text":"é😀","list":null,"big":null,"more":true}',
  ];

  it('are imported from JSON lines with every digit', async () => {
    const sent = await send(`${PATH}/datasets/rows/import?format=jsonl`, ROWS.join('\n'));
    expect(sent.json).toMatchObject({ versionIndex: 0, rowCount: 3, duplicateCount: 0 });
    const { bytes, headers } = await exportOf('rows', 'jsonl');
    expect(Buffer.from(bytes).toString()).toBe(`${ROWS.join('\n')}\n`);
    expect(headers.get('content-disposition')).toBe('attachment; filename="rows-v0.jsonl"');
  });

  it.each(['json', 'csv', 'tsv', 'parquet'])('come back the same as %s', async (format) => {
    const { bytes } = await exportOf('rows', format);
    const preview = await send(`${PATH}/datasets/preview?format=${format}`, bytes);
    expect(preview.json.problems).toEqual([]);
    const columns = encodeURIComponent(
      JSON.stringify(
        preview.json.columns.map(({ source, name, type }: Record<string, string>) => ({
          source,
          name,
          type,
        })),
      ),
    );
    const path = `/projects/admin/copies/datasets/${format}`;
    const sent = await send(`${path}/import?format=${format}&columns=${columns}`, bytes);
    expect(sent.json).toMatchObject({ rowCount: 3 });
    const copy = await fetch(`${room.url}/api/v1${path}/versions/latest/export?format=jsonl`, {
      headers: { Authorization: `Bearer ${ADMIN_KEY}` },
    });
    const lines = (await copy.text()).trim().split('\n');
    const wanted =
      format === 'json'
        ? ROWS
        : ROWS.map((row) => (row.includes('more') ? row : row.replace(/}$/, ',"more":null}')));
    expect(lines.map((line) => JSON.parse(line))).toEqual(wanted.map((row) => JSON.parse(row)));
    expect(lines[0]).toContain('"score":1.0');
    expect(lines[0]).toContain('12345678901234567890');
  });

  it('tell what is wrong with a file, and keep nothing of it', async () => {
    const sent = await send(`${PATH}/datasets/bad/import?format=jsonl`, '{"a":1}\n{"a":}\n');
    expect(sent.status).toBe(400);
    expect(sent.json.error.message).toBe('Line 2, character 6: expected a value, found "}".');
    expect((await room.admin('GET', `${PATH}/weave-objects/object/bad`)).status).toBe(404);
    const empty = await send(`${PATH}/datasets/bad/import?format=csv`, '');
    expect(empty.status).toBe(400);
  });

  it('are edited, compared and split', async () => {
    const edited = await room.admin('POST', `${PATH}/datasets/rows/versions`, {
      base: 'v0',
      cells: [{ index: 1, set: { score: '0.2' } }],
      inserted: [{ before: 3, rows: ['{"id":4}'] }],
    });
    expect(edited.json).toMatchObject({ versionIndex: 1, rowCount: 4, isNew: true });
    const changes = await room.admin('GET', `${PATH}/datasets/rows/changes?from=v0&to=v1`);
    expect(changes.json).toMatchObject({
      from: { versionIndex: 0, rowCount: 3 },
      counts: { added: 1, removed: 0, changed: 1, unchanged: 2 },
      rows: [
        { kind: 'changed', fromIndex: 1, toIndex: 1, columns: ['score'], after: { score: 0.2 } },
        { kind: 'added', fromIndex: null, toIndex: 3, before: null, after: { id: 4 } },
      ],
    });
    const split = await room.admin('POST', `${PATH}/datasets/rows/splits`, {
      version: 'v1',
      parts: [{ name: 'all', share: 1 }],
    });
    expect(split.json.parts).toMatchObject([{ name: 'rows-all', rowCount: 4 }]);
  });

  it('are made of calls', async () => {
    const call = (id: string, question: string, answer: unknown) => ({
      project_id: 'admin/data',
      id,
      trace_id: id,
      op_name: 'ask',
      started_at: '2026-01-01T00:00:00Z',
      ended_at: '2026-01-01T00:00:01Z',
      attributes: {},
      inputs: { question, 'a.b': 1 },
      output: answer,
      summary: {},
    });
    const batch = [call('c1', 'one?', { text: 'yes' }), call('c2', 'two?', null)];
    await room.call('POST', '/traces/v2/admin/data/calls/complete', {
      key: ADMIN_KEY,
      body: { batch },
    });
    const mapping = [
      { column: 'q', path: 'inputs.question' },
      { column: 'a', path: 'output.text' },
      { column: 'dotted', path: 'inputs.a\\.b' },
      { column: 'from', path: 'call' },
    ];
    const preview = await room.admin('POST', `${PATH}/datasets/calls-preview`, {
      selection: {},
      mapping,
    });
    expect(preview.json).toEqual({
      callCount: 2,
      rows: [
        { q: 'one?', a: 'yes', dotted: 1, from: 'weave:///admin/data/call/c1' },
        { q: 'two?', a: null, dotted: 1, from: 'weave:///admin/data/call/c2' },
      ],
      missing: [{ column: 'a', count: 1 }],
    });
    const made = await room.admin('POST', `${PATH}/datasets/asked/calls`, {
      selection: {},
      ids: ['c1'],
      mapping,
      mode: 'create',
    });
    expect(made.json).toMatchObject({ name: 'asked', rowCount: 1 });
    const wrong = await room.admin('POST', `${PATH}/datasets/calls-preview`, {
      selection: {},
      mapping: [{ column: 'q', path: 'nowhere' }],
    });
    expect(wrong.json.error.message).toContain('leads nowhere');
  });

  it('are hidden from strangers', async () => {
    const key = await room.user('stranger');
    expect((await send(`${PATH}/datasets/preview?format=csv`, 'a\n1', key)).status).toBe(404);
    expect((await send(`${PATH}/datasets/x/import?format=csv`, 'a\n1', key)).status).toBe(404);
    for (const path of ['changes?from=v0&to=v1', 'versions/v0/export?format=csv']) {
      const answer = await room.call('GET', `/api/v1${PATH}/datasets/rows/${path}`, { key });
      expect(answer.status, path).toBe(404);
    }
  });
});
