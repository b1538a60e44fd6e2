import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What may be loaded of scripts before the workspace is drawn, as gzip sends it. */
export const MOST_INITIAL_BYTES = 350_000;

/** What a first visit to a page loads of scripts before it can draw anything. */
export interface InitialScripts {
  readonly files: number;
  readonly gzipBytes: number;
}

/**
 * Scripts that the app's entry and a page's own file import, one by the other, before they run.
 * @param dist the built app @param page begins the name of the page's own file
 * @throws Error when there is no such file: a figure without it would say nothing
 */
export function initialScripts(dist: string, page: string): InitialScripts {
  const assets = join(dist, 'assets');
  const entry = /assets\/([^"'/]+\.js)/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))?.[1];
  const own = readdirSync(assets).find(
    (name) => name.startsWith(`${page}-`) && name.endsWith('.js'),
  );
  if (entry === undefined || own === undefined) {
    throw new Error(`The built app has no script of the page "${page}".`);
  }
  const found = new Set<string>();
  const waiting = [entry, own];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const text = readFileSync(join(assets, name), 'utf8');
    for (const [, imported = ''] of text.matchAll(/(?:import|from)\s*["']\.\/([^"'/]+\.js)["']/g)) {
      waiting.push(imported);
    }
  }
  const gzipBytes = [...found].reduce(
    (sum, name) => sum + gzipSync(readFileSync(join(assets, name))).length,
    0,
  );
  return { files: found.size, gzipBytes };
}
