import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, openRoom, type Room } from './room.testing.ts';

const COMMAND = new URL('../../../../cli/src/main.ts', import.meta.url).pathname;

let room: Room;
let directory: string;
let exported: readonly string[];

beforeAll(async () => {
  room = await openRoom();
  directory = await mkdtemp(join(tmpdir(), 'runloom-audit-'));
  for (const name of ['ada', 'bob', 'eve', 'mary']) await room.user(name);
  exported = (await room.admin('GET', '/audit/export')).text.trim().split('\n');
});
afterAll(async () => {
  await room.close();
  await rm(directory, { recursive: true });
});

async function run(args: readonly string[], key = ADMIN_KEY) {
  const env = { ...process.env, WANDB_API_KEY: key, WANDB_BASE_URL: room.url };
  const child = spawn(process.execPath, [COMMAND, 'audit', ...args], { env });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const [code] = await once(child, 'exit');
  return { code, output };
}
async function verify(lines: readonly string[], ...args: readonly string[]) {
  const file = join(directory, 'log.jsonl');
  await writeFile(file, `${lines.join('\n')}\n`);
  return run(['verify', file, ...args]);
}
const headOf = () => JSON.parse(exported[0] ?? '');

describe('runloom audit verify', () => {
  it('finds an export intact without the server, and the log of a server', async () => {
    const { head, publicKey } = headOf();
    const noted = `${head.sequence}:${head.hash}`;
    const offline = await verify(exported, '--noted', noted, '--public-key', publicKey);
    expect(offline).toMatchObject({ code: 0 });
    expect(offline.output).toContain('Intact: 4 entries (1 to 4).');
    const online = await run(['verify', '--noted', noted]);
    expect(online).toMatchObject({ code: 0 });
    expect(online.output).toContain('Intact');
  });

  it('names an entry that was changed, removed or moved', async () => {
    const [head = '', one = '', two = '', three = '', four = ''] = exported;
    const changed = await verify([head, one, two.replace('"bob"', '"eve"'), three, four]);
    expect(changed.code).toBe(1);
    expect(changed.output).toContain('changed: Entry 2 was changed');
    const removed = await verify([head, one, three, four]);
    expect(removed.output).toContain('removed: Entry 2 is missing.');
    const moved = await verify([head, two, one, three, four]);
    expect(moved).toMatchObject({ code: 1 });
    expect(moved.output).toContain('order: Entry 1 stands behind entry 2.');
    const cut = await verify([head, one, two]);
    expect(cut.output).toContain('end: The log ends at entry 2, but its head is 4');
    const added = await verify([head, one, two, three, four.replace('{', '{"extra":1,')]);
    expect(added.output).toContain('unreadable: Line 5 is no entry.');
  });

  it('does not take a head that somebody else sealed, or another noted hash', async () => {
    const other = Buffer.alloc(32, 1).toString('base64');
    expect((await verify(exported, '--public-key', other)).code).not.toBe(0);
    const noted = `4:${'a'.repeat(64)}`;
    expect((await verify(exported, '--noted', noted)).output).toContain(
      'another hash than was noted',
    );
  });

  it('says what it needs', async () => {
    expect(await verify(['{}'])).toMatchObject({ code: 2 });
    expect((await run(['verify', '/nowhere.jsonl'])).output).toContain('ENOENT');
    expect((await run(['verify', '--noted', 'x'])).output).toContain('SEQUENCE:HASH');
    expect((await run(['check'])).output).toContain('there is: verify');
    const refused = await run(['verify'], 'ada-'.padEnd(44, 'k'));
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.output).toContain('instance admin');
  });
});
