import { beforeAll, describe, expect, it } from 'vitest';
import { setStage } from '../stage.testing.ts';

const stage = setStage();

describe('files', () => {
  const CREATE = `mutation C($files: [String!]!) { createRunFiles(input: {entityName: "admin",
    projectName: "looms", runName: "filed", files: $files}) {
      runID uploadHeaders files { name uploadUrl } } }`;
  const NAMES = ['config.yaml', './notes with 100% #?.txt', 'media/html/HT%3ML ü.html', 'empty'];
  const bytes = (name: string) => Buffer.from(name === 'empty' ? '' : `content of ${name}`);

  beforeAll(async () => {
    await stage.createRun('filed');
    const { createRunFiles } = await stage.admin.ask(CREATE, { files: NAMES });
    const { files } = createRunFiles as { files: { name: string; uploadUrl: string }[] };
    expect(files.map((file) => file.name)).toEqual(NAMES);
    for (const { name, uploadUrl } of files) {
      const url = new URL(uploadUrl);
      expect(url.origin).toBe('http://127.0.0.1:8080');
      const put = await stage.room.as(null).send('PUT', url.pathname, {
        body: bytes(name),
        headers: { 'content-type': 'application/json' },
      });
      // Clients do not read the answer: with a body they would leave the connection behind.
      expect([put.status, put.text, put.headers['content-length']]).toEqual([200, '', '0']);
    }
  });

  interface File {
    readonly name: string;
    readonly url: string;
    readonly directUrl: string;
    readonly sizeBytes: number;
  }
  const list = async (args: string): Promise<{ edges: { node: File; cursor: string }[] }> => {
    const fields =
      'edges { node { id name url directUrl sizeBytes mimetype updatedAt md5 } cursor } pageInfo { endCursor hasNextPage }';
    const run = await stage.read('filed', `fileCount files(${args}) { ${fields} }`);
    expect(run['fileCount']).toBe(NAMES.length);
    return run['files'] as { edges: { node: File; cursor: string }[] };
  };
  const find = async (name: string): Promise<File> => {
    const file = (await list(`names: [${JSON.stringify(name)}]`)).edges[0]?.node;
    if (file === undefined) throw new Error(`${name} is not listed`);
    return file;
  };

  it('are listed under the names they were given', async () => {
    const { edges } = await list('names: [], first: 50');
    expect(edges.map(({ node }) => [node.name, node.sizeBytes]).sort()).toEqual(
      NAMES.map((name) => [name.replace(/^\.\//, ''), bytes(name).length]).sort(),
    );
    expect((await list('names: ["missing"]')).edges).toEqual([]);
    expect((await list('pattern: "media/%"')).edges).toHaveLength(1);
  });

  it('are walked page by page from the cursor of the last edge', async () => {
    const first = await list('first: 3');
    expect(first.edges).toHaveLength(3);
    const rest = await list(`first: 3, after: ${JSON.stringify(first.edges.at(-1)?.cursor)}`);
    expect(rest.edges).toHaveLength(1);
  });

  it('are read with a key, byte for byte', async () => {
    for (const name of NAMES) {
      const { pathname } = new URL((await find(name)).url);
      const answer = await stage.admin.send('GET', pathname);
      expect([answer.status, answer.text]).toEqual([200, bytes(name).toString()]);
      expect((await stage.guest.send('GET', pathname)).status).toBe(404);
      expect((await stage.room.as(null).send('GET', pathname)).status).not.toBe(200);
    }
  });

  it('are read for a short time without one, in parts if wanted', async () => {
    const { directUrl } = await find('config.yaml');
    const { pathname } = new URL(directUrl);
    const nobody = stage.room.as(null);
    const whole = await nobody.send('GET', pathname);
    expect(whole.text).toBe('content of config.yaml');
    const part = await nobody.send('GET', pathname, { headers: { range: 'bytes=0-6' } });
    expect([part.status, part.text]).toEqual([206, 'content']);
    expect(part.headers['content-range']).toBe('bytes 0-6/22');
    const beyond = await nobody.send('GET', pathname, { headers: { range: 'bytes=99-' } });
    expect(beyond.status).toBe(416);
    const head = await nobody.send('HEAD', pathname);
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '22']);
    const etag = String(whole.headers['etag']);
    const same = await nobody.send('GET', pathname, { headers: { 'if-none-match': etag } });
    expect(same.status).toBe(304);
    expect((await nobody.send('GET', pathname.replace(/downloads\/./, 'downloads/~'))).status).toBe(
      403,
    );
  });

  it('never run in this origin', async () => {
    const { directUrl } = await find('media/html/HT%3ML ü.html');
    const { headers } = await stage.room.as(null).send('GET', new URL(directUrl).pathname);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^sandbox;/),
    });
  });

  it.each([['../out'], ['/etc/passwd'], ['a/../../b'], ['a\0b'], ['a\\..\\b']])(
    'are never called %j',
    async (name) => {
      const answer = await stage.admin.graphql(CREATE, { files: [name] });
      expect(answer.json).toMatchObject({ errors: [{ message: expect.any(String) }] });
    },
  );

  it('are not taken under a forged token', async () => {
    const answer = await stage.room
      .as(null)
      .send('PUT', '/storage/uploads/forged/x', { body: 'x' });
    expect(answer.status).toBe(403);
  });

  it('may be asked for by a page of this address, and by no other', async () => {
    const ask = (origin: string) =>
      stage.room
        .as(null)
        .send('OPTIONS', '/files/admin/looms/filed/config.yaml', { headers: { origin } });
    const own = await ask('http://127.0.0.1:8080');
    expect(own.headers['access-control-allow-origin']).toBe('http://127.0.0.1:8080');
    const other = await ask('http://evil.test');
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });
});
