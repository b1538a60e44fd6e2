import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { python, shell, usageSnippets } from './usage-code.ts';

const source = {
  entity: 'ada',
  project: 'looms',
  artifact: 'set',
  version: 'v3',
  type: 'dataset',
  file: 'a/b.csv',
  baseUrl: 'http://127.0.0.1:8080',
};
const textOf = (label: string, change = {}) =>
  usageSnippets({ ...source, ...change }).find((snippet) => snippet.label === label)?.text;

describe('code to paste', () => {
  it('names the version whole', () => {
    expect(textOf('Python that downloads it')).toContain('artifact("ada/looms/set:v3")');
    expect(textOf('Shell command that downloads it')).toContain(
      'wandb artifact get ada/looms/set:v3 --root ./set',
    );
    expect(textOf('Python that downloads one file')).toContain('get_entry("a/b.csv")');
  });

  it('keeps hostile names inside of their quotes', () => {
    const artifact = `x"); import os; os.system("rm -rf ~ # '$(id)\``;
    expect(textOf('Python that downloads it', { artifact })).toContain(
      `artifact(${JSON.stringify(`ada/looms/${artifact}:v3`)})`,
    );
    const words = textOf('Shell command that downloads it', { artifact })?.split('\n')[1] ?? '';
    const told = spawnSync('sh', ['-c', words.replace('wandb artifact', 'printf "%s\\n"')]);
    expect(told.stdout.toString().split('\n')[1]).toBe(`ada/looms/${artifact}:v3`);
  });

  it('writes texts that a shell reads as one word', () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1 }).filter((t) => !t.includes('\0'));
    fc.assert(
      fc.property(texts, (text) => {
        const { stdout } = spawnSync('sh', ['-c', `printf %s ${shell(text)}`]);
        expect(stdout.toString()).toBe(text);
      }),
      { numRuns: 30 },
    );
    expect(python('a\u202eb')).toBe('"a\\u202eb"');
  });
});
