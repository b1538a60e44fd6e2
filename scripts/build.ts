import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { initialScripts, MOST_INITIAL_BYTES } from './initial-scripts.ts';
import { ROOT, run } from './processes.ts';

const WEB = join(ROOT, 'packages/web');
const PAGE = join(WEB, 'dist/index.html');
/** Holds the hash of the sources that the page was built from. */
const STAMP = join(WEB, 'dist/.sources');
const SOURCES = [
  join(WEB, 'src'),
  join(WEB, 'public'),
  join(WEB, 'index.html'),
  join(WEB, 'package.json'),
  join(WEB, 'vite.config.ts'),
  join(ROOT, 'packages/model/src'),
  join(ROOT, 'package-lock.json'),
];

/** Whether `packages/web/dist` was built from the sources as they are now. About 10 ms. */
export function isWebBuilt(): boolean {
  if (!existsSync(PAGE)) return false;
  if (existsSync(STAMP)) return readFileSync(STAMP, 'utf8') === hashSources();
  // Built by Vite itself: no stamp, so the clock decides.
  const builtAt = statSync(PAGE).mtimeMs;
  return sourceFiles().every((file) => statSync(file).mtimeMs <= builtAt);
}

/**
 * Builds the web app in a process of its own, so that what the build needs of memory is free after it.
 * @throws Error with the build's output when it fails
 */
export async function buildWeb(): Promise<void> {
  const hash = hashSources();
  const outcome = await run('vite', ['build'], { cwd: WEB });
  if (outcome.code !== 0) throw new Error(`The web app could not be built:\n${outcome.output}`);
  writeFileSync(STAMP, hash);
}

function hashSources(): string {
  const hash = createHash('sha256');
  for (const file of sourceFiles()) {
    hash.update(file.slice(ROOT.length));
    hash.update('\0');
    hash.update(readFileSync(file));
    hash.update('\0');
  }
  return hash.digest('hex');
}

function sourceFiles(): string[] {
  return SOURCES.flatMap((path) => {
    if (!existsSync(path)) return [];
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  });
}

if (import.meta.main) {
  try {
    await buildWeb();
    const { files, gzipBytes } = initialScripts(join(WEB, 'dist'), 'workspace');
    process.stdout.write(
      `Scripts before a workspace can be drawn: ${(gzipBytes / 1000).toFixed(0)} kB gzipped in ${files} files (at most ${MOST_INITIAL_BYTES / 1000} kB)\n`,
    );
    if (gzipBytes > MOST_INITIAL_BYTES) process.exitCode = 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
