import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGateOptions } from '../../packages/cli/src/gate/options.ts';
import { runGate } from '../../packages/cli/src/gate/run.ts';
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

const argumentsFor = (candidate: string, args: readonly string[]): readonly string[] => [
  ...['--project', 'admin/gated', '--baseline', 'nightly', '--candidate', candidate],
  ...args,
];
const environment = () => ({ WANDB_BASE_URL: server.url, WANDB_API_KEY: server.adminKey });

/** Runs the command as a job of a pipeline does. */
async function command(candidate: string, args: readonly string[] = []) {
  const child = spawn(process.execPath, [COMMAND, 'gate', ...argumentsFor(candidate, args)], {
    env: { ...process.env, ...environment() },
  });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, output, errors };
}

/** The same without a process of its own, which takes a second each time. */
async function gate(candidate: string, args: readonly string[] = [], env = {}) {
  let output = '';
  const options = readGateOptions(argumentsFor(candidate, args), { ...environment(), ...env });
  const code = await runGate(options, (more) => {
    output += more;
  });
  return { code, output };
}

describe('the gate of a pipeline', () => {
  it('blocks a planted regression of five points on 200 examples, and says so in every report', async () => {
    const [markdown, junit] = ['gate.md', 'gate.xml'].map((name) => join(machine.directory, name));
    const { code, output, errors } = await command('five points', [
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
    const { output } = await gate('model_12', ['--metric', 'correct']);
    const [, id] = /Candidate \*\*few\*\* \(`([^`]+)`\)/.exec(output) ?? [];
    const address = `${server.url}/admin/gated/weave/evaluations/${id}`;
    expect((await gate(address, ['--metric', 'correct'])).output).toBe(output);
  });

  it('ends with 2 where nothing could be compared', async () => {
    const { code, errors } = await command('weekly');
    expect(errors).toMatch(/no evaluation "weekly"\. The newest are "cut off"/);
    expect(code).toBe(2);
  });

  it.each([
    ['cut off', [], {}, /"cut off" .* is still running/],
    ['other rows', [], {}, /no example in common/],
    ['nightly', [], {}, /the same evaluation/],
    ['few', ['--metric', 'exactness'], {}, /no metric "exactness", only failures, correct/],
    ['few', [], { WANDB_API_KEY: 'x'.repeat(40) }, /does not know the key/],
    ['few', ['--project', 'admin/none'], {}, /none/],
    ['few', ['--url', 'http://127.0.0.1:1'], {}, /can't be reached/],
  ])('says what to do: %s %j', async (candidate, args, env, message) => {
    await expect(gate(candidate, args, env)).rejects.toThrow(message);
  });
});
