import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = new URL('../../', import.meta.url).pathname;
const DIRECTORY = join(ROOT, '.cache/venv-peers');
const REQUIREMENTS = new URL('requirements.txt', import.meta.url).pathname;
const INSTALL_MS = 15 * 60_000;

export interface PeerEnvironment {
  readonly python: string;
  /** Installed version by package; a package that could not be installed is not in it. */
  readonly versions: ReadonlyMap<string, string>;
  /** Why a package is missing, by package. */
  readonly failures: ReadonlyMap<string, string>;
}

/** Makes the peers' virtual environment, or takes the one that is there for the same requirements. */
export async function preparePeers(): Promise<PeerEnvironment> {
  const python = join(DIRECTORY, 'bin/python');
  const requirements = await readFile(REQUIREMENTS, 'utf8');
  const mark = join(DIRECTORY, 'installed.txt');
  const failures = new Map<string, string>();
  const isCurrent = existsSync(mark) && (await readFile(mark, 'utf8')) === requirements;
  if (!isCurrent) {
    process.stderr.write(`Installing the peers into ${DIRECTORY} (about 1.5 GB, minutes) …\n`);
    await run('python3', ['-m', 'venv', '--clear', DIRECTORY]);
    // One after the other, so that one that can't be had does not take the rest with it.
    for (const line of requirements.split('\n').filter(Boolean)) {
      const name = line.split('==')[0] ?? line;
      await run(python, ['-m', 'pip', 'install', '--quiet', '-c', REQUIREMENTS, line], {
        timeout: INSTALL_MS,
      }).catch((error: { stderr?: string; message: string }) => {
        const lines = (error.stderr ?? error.message).trim().split('\n');
        failures.set(name, lines.at(-1) ?? 'pip failed');
      });
    }
    if (failures.size === 0) await writeFile(mark, requirements);
  }
  const { stdout } = await run(python, ['-m', 'pip', 'list', '--format', 'json']);
  const installed = JSON.parse(stdout) as { name: string; version: string }[];
  const versions = new Map(installed.map(({ name, version }) => [name.toLowerCase(), version]));
  return { python, versions, failures };
}

/**
 * A virtual environment of one peer, which shares no versions with others.
 * @returns the folder of its commands
 * @throws Error with pip's last line when it can't be had
 */
export async function prepareEnvironment(name: string, requirement: string): Promise<string> {
  const directory = join(ROOT, `.cache/venv-${name}`);
  const mark = join(directory, 'installed.txt');
  const bin = join(directory, 'bin');
  if (existsSync(mark) && (await readFile(mark, 'utf8')) === requirement) return bin;
  process.stderr.write(`Installing ${requirement} into ${directory} (about 900 MB, minutes) …\n`);
  await run('python3', ['-m', 'venv', '--clear', directory]);
  await run(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', requirement], {
    timeout: INSTALL_MS,
  }).catch((error: { stderr?: string; message: string }) => {
    throw new Error((error.stderr ?? error.message).trim().split('\n').at(-1) ?? 'pip failed');
  });
  await writeFile(mark, requirement);
  return bin;
}
