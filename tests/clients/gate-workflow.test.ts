import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, symlink } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type ClientMachine, createClientMachine, VENV } from '../support/clients.ts';
import { TestServer } from '../support/server.ts';
import { weaveEnvironment } from '../support/weave.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

// It imports its JSON files without saying that they are, which Node refuses.
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return found.url.endsWith('.json') ? { ...found, importAttributes: { type: 'json' } } : found;
  },
});
const { NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

let server: TestServer;
let machine: ClientMachine;
let workflow: string;

const put = async (path: string): Promise<void> => {
  const { status } = await fetch(`${server.url}/api/v1/admin/${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.adminKey}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(status).toBeLessThan(300);
};

beforeAll(async () => {
  const page = await readFile(join(ROOT, 'docs/gate.md'), 'utf8');
  workflow = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  server = await TestServer.start();
  machine = await createClientMachine(server);
  await put('organizations/makers');
  await put('organizations/makers/teams/my-team');
});
afterAll(async () => {
  await machine?.dispose();
  await server?.stop();
});

const problemsOf = (content: string): readonly string[] =>
  parseWorkflow({ name: 'gate.yml', content }, new NoOperationTraceWriter())
    .context.errors.getErrors()
    .map(({ message }) => message);

/** What the runner would put in the place of an expression. */
function filled(source: string, sha: string): string {
  const values: Readonly<Record<string, string>> = {
    'vars.RUNLOOM_URL': server.url,
    'secrets.RUNLOOM_API_KEY': server.adminKey,
    'github.event.pull_request.head.sha': sha,
  };
  return source.replace(/\$\{\{ ([\w.]+) \}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The workflow asks for ${name}.`);
    return value;
  });
}

/** Runs a step of the workflow as its runner does: `bash -e`, in the folder of the checkout. */
async function runStep(name: string, sha: string, env: Readonly<Record<string, string>> = {}) {
  const { jobs } = parse(workflow) as { jobs: { gate: Job } };
  const step = jobs.gate.steps.find((one) => one.name === name);
  if (step?.run === undefined) throw new Error(`The workflow has no step "${name}".`);
  const own = Object.entries({ ...jobs.gate.env, ...step.env }).map(([key, value]) => [
    key,
    filled(value, sha),
  ]);
  const path = [join(VENV, 'bin'), join(ROOT, 'node_modules/.bin'), process.env['PATH']];
  const child = spawn('bash', ['-e', '-c', filled(step.run, sha)], {
    cwd: machine.directory,
    env: {
      HOME: machine.directory,
      PATH: path.join(delimiter),
      ...weaveEnvironment(machine),
      GITHUB_STEP_SUMMARY: join(machine.directory, 'summary.md'),
      ...Object.fromEntries(own),
      ...env,
    },
  });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, output, errors };
}

describe('the workflow file of the docs', () => {
  it('is one by the published schema of workflows, which finds what is wrong in others', () => {
    expect(problemsOf(workflow)).toEqual([]);
    expect(problemsOf(workflow.replace('runs-on', 'run-on'))).not.toEqual([]);
    expect(problemsOf(workflow.replace('secrets.', 'secret.'))).not.toEqual([]);
  });

  it('names commands of the repository that are there', async () => {
    const cli = JSON.parse(await readFile(join(ROOT, 'packages/cli/package.json'), 'utf8'));
    expect(workflow).toContain(`--workspace ${cli.name}`);
    const [, main = ''] = /node runloom\/(\S+) gate/.exec(workflow) ?? [];
    expect(main).toBe(join('packages/cli', cli.bin.runloom));
  });

  it('lets an equal candidate through and stops a worse one, step by step as it stands there', async () => {
    await mkdir(machine.directory, { recursive: true });
    await copyFile(
      join(ROOT, 'tests/clients/scripts/evaluate.py'),
      join(machine.directory, 'evaluate.py'),
    );
    await symlink(ROOT, join(machine.directory, 'runloom'));
    for (const [sha, right] of [
      ['nightly', '90'],
      ['equal', '90'],
      ['worse', '70'],
    ] as const) {
      // The nightly job runs the same script under its own name.
      const named = sha === 'nightly' ? { EVALUATION: 'nightly' } : {};
      const done = await runStep('Evaluate', sha, { RIGHT: right, ...named });
      expect(done.code, done.errors + done.output).toBe(0);
    }
    const equal = await runStep('Gate', 'equal');
    expect(equal.errors).toBe('');
    expect(equal.code).toBe(0);
    const worse = await runStep('Gate', 'worse');
    expect(worse.code).toBe(1);
    const summary = await readFile(join(machine.directory, 'summary.md'), 'utf8');
    expect(summary).toContain('Blocked: correct got worse by more than noise.');
    expect(await readFile(join(machine.directory, 'gate.xml'), 'utf8')).toContain('failures="1"');
  });
});
