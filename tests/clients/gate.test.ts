import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientMachine, createClientMachine } from '../support/clients.ts';
import { TestServer } from '../support/server.ts';
import { weaveEnvironment } from '../support/weave.ts';

const COMMAND = new URL('../../packages/cli/src/main.ts', import.meta.url).pathname;

let server: TestServer;
let machine: ClientMachine;

beforeAll(async () => {
  server = await TestServer.start();
  machine = await createClientMachine(server);
  const { output } = await machine.run('gate_evaluations.py', {
    args: ['admin/gated'],
    env: weaveEnvironment(machine),
  });
  expect(output).toContain('LOGGED');
});

afterAll(async () => {
  await machine?.dispose();
  await server?.stop();
});

/** Runs the command as a job of a pipeline does. */
async function gate(candidate: string, args: readonly string[] = [], env = {}) {
  const child = spawn(
    process.execPath,
    [
      ...[COMMAND, 'gate', '--project', 'admin/gated'],
      ...['--baseline', 'nightly', '--candidate', candidate, ...args],
    ],
    {
      env: {
        ...process.env,
        WANDB_BASE_URL: server.url,
        WANDB_API_KEY: server.adminKey,
        ...env,
      },
    },
  );
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, output, errors };
}

describe('the gate of a pipeline', () => {
  it('blocks a planted regression of five points on 200 examples, and says so in every report', async () => {
    const [markdown, junit] = ['gate.md', 'gate.xml'].map((name) => join(machine.directory, name));
    const { code, output, errors } = await gate('five points', [
      ...['--metric', 'correct', '--metric', 'length:lower'],
      ...['--markdown', markdown ?? '', '--junit', junit ?? ''],
    ]);
    expect(errors).toBe('');
    expect(code).toBe(1);
    expect(output).toContain('Blocked: correct, length got worse by more than noise.');
    expect(output).toMatch(
      /correct \| 88\.5 % \| 83\.5 % \| −5 points .* \| 2 \/ 12 \/ 186 \| 0\.0129 \|/,
    );
    expect(output).toContain('paired over 200 examples');
    expect(await readFile(markdown ?? '', 'utf8')).toBe(output);
    expect(await readFile(junit ?? '', 'utf8')).toContain('tests="2" failures="2"');
  });

  it('lets through what did not change by more than noise', async () => {
    const { code, output } = await gate('nothing new');
    expect(output).toMatch(
      /correct \| 88\.5 % \| 88\.5 % \| 0 points .* A loss of 5 points or more is ruled out/,
    );
    expect(code).toBe(0);
  });

  it('says when there are too few examples, and how many would do; only strictly that is a fault', async () => {
    const { code, output } = await gate('few', ['--metric', 'correct']);
    expect(code).toBe(0);
    expect(output).toMatch(/12 examples can’t rule out a loss of 5 points; about \d+ would do/);
    expect((await gate('few', ['--metric', 'correct', '--strict'])).code).toBe(3);
  });

  it('finds evaluations by model and by address', async () => {
    expect((await gate('model-few', ['--metric', 'correct'])).output).toContain('**few**');
  });

  it.each([
    ['cut off', [], {}, /"cut off" .* is still running/],
    ['other rows', [], {}, /no example in common/],
    ['nightly', [], {}, /the same evaluation/],
    ['weekly', [], {}, /no evaluation "weekly"\. The newest are "cut off"/],
    ['few', ['--metric', 'exactness'], {}, /no metric "exactness", only failures, correct/],
    ['few', [], { WANDB_API_KEY: 'x'.repeat(40) }, /does not know the key/],
    ['few', ['--project', 'admin/none'], {}, /none/],
    ['few', ['--url', 'http://127.0.0.1:1'], {}, /can't be reached/],
  ])('ends with 2 and what to do: %s %j', async (candidate, args, env, message) => {
    const { code, errors } = await gate(candidate, args, env);
    expect(errors).toMatch(message);
    expect(code).toBe(2);
  });
});
