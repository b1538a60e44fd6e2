import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { callSnippets } from './use-code.ts';

test('names with quotes stay names in the shell', () => {
  const project = `it's "$HOME" \`id\``;
  const [, , shell] = callSnippets({ baseUrl: 'http://h', entity: 'e', project, id: 'i' });
  const script = `curl() { printf '%s\\n' "$@"; }\n${shell?.text}`;
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n');
  expect(JSON.parse(words[6] ?? '')).toEqual({ project_id: `e/${project}`, id: 'i' });
});
