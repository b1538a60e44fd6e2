import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDocuments } from '../../packages/server/src/protocols/wandb/graphql/documents.ts';
import { createSchema } from '../../packages/server/src/protocols/wandb/graphql/schema.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const PYTHON = `${ROOT}.cache/venv/bin/python`;
const SCRIPT = `${ROOT}tests/clients/scripts/client_documents.py`;

/** Completed by the client as it runs; its other tests send them. */
const TEMPLATE = /\{\{|_PROJECT_QUERY_/;

interface ClientDocument {
  readonly source: string;
  readonly text: string;
}

describe('the schema', () => {
  const complaintsAbout = createComplaints();
  let documents: readonly ClientDocument[] = [];
  beforeAll(async () => {
    documents = await readDocuments();
  });

  it('has all that the documents of the installed client ask for', () => {
    const whole = documents.filter(({ text }) => !TEMPLATE.test(text));
    expect(whole.length).toBeGreaterThan(150);
    expect(documents.length - whole.length).toBeLessThan(6);
    expect(whole.flatMap(complaintsAbout)).toEqual([]);
  });

  it('refuses an unknown field in the words by which the client knows', () => {
    const text = 'query { serverInfo { features { name } news } }';
    expect(complaintsAbout({ source: 'test', text })).toEqual([
      'test: Cannot query field "news" on type "ServerInfo".',
    ]);
  });
});

/** Validates documents as the server does; a fragment that stands by itself is used by others. */
function createComplaints() {
  const prepare = createDocuments(createSchema());
  return ({ source, text }: ClientDocument): readonly string[] => {
    const isFragment = /^\s*fragment/.test(text) && !/^\s*(query|mutation)\b/m.test(text);
    return (prepare(text, true).errors ?? [])
      .map(({ message }) => message)
      .filter((message) => !(isFragment && /^Fragment "\w+" is never used\.$/.test(message)))
      .map((message) => `${source}: ${message}`);
  };
}

async function readDocuments(): Promise<readonly ClientDocument[]> {
  const where = 'import wandb; print(wandb.__path__[0])';
  const { stdout: folder } = await run(PYTHON, ['-c', where]);
  const { stdout } = await run(PYTHON, [SCRIPT, folder.trim()], { maxBuffer: 50_000_000 });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ClientDocument);
}

const run = promisify(execFile);
