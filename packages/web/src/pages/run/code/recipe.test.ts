import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type RecipeSource, reproductionRecipe } from './recipe.ts';

const source = (part: Partial<RecipeSource>): RecipeSource => ({
  git: null,
  script: null,
  args: [],
  python: null,
  files: new Set(),
  filesAddress: 'http://host/files/a/b/c',
  ...part,
});

describe('the recipe of a run', () => {
  it('brings back commit, changes, packages and command', () => {
    const text = reproductionRecipe(
      source({
        git: { remote: 'git@github.com:acme/vision.git', commit: 'abcdef1234567890' },
        script: 'train.py',
        args: ['--lr', '0.1', '--name', 'two words'],
        python: 'CPython 3.11.2',
        files: new Set(['diff.patch', 'requirements.txt']),
      }),
    );
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([
      'git clone -- git@github.com:acme/vision.git vision',
      'cd vision',
      'git checkout abcdef1234567890',
      'curl -fsS -u "api:$WANDB_API_KEY" http://host/files/a/b/c/diff.patch | git apply',
      'python3.11 -m venv .venv && . .venv/bin/activate',
      'curl -fsS -u "api:$WANDB_API_KEY" -o runloom-requirements.txt http://host/files/a/b/c/requirements.txt',
      'pip install -r runloom-requirements.txt',
      "python train.py --lr 0.1 --name 'two words'",
    ]);
  });

  it('takes the saved script where there is no repository', () => {
    const text = reproductionRecipe(
      source({ script: 'my train.py', files: new Set(['code/my train.py']) }),
    );
    expect(text).toContain("-o 'my train.py' http://host/files/a/b/c/code/my%20train.py");
  });

  it('is empty for a run that tells nothing', () => {
    expect(reproductionRecipe(source({}))).toBe('');
  });

  it('runs nothing that the run told as code', () => {
    const evil = `$(echo owned >&2)'; echo owned >&2; '\`echo owned >&2\`\necho owned >&2 #`;
    const text = reproductionRecipe(
      source({
        git: { remote: evil, commit: evil },
        script: evil,
        args: [evil],
        python: evil,
        files: new Set(['diff.patch', 'requirements.txt']),
      }),
    );
    const stubs =
      'git(){ :; }; cd(){ :; }; curl(){ :; }; pip(){ :; }; python(){ :; }; python3(){ :; };';
    const shown = execFileSync('sh', [
      '-c',
      `exec 2>&1; ${stubs}\n${text.replace('. .venv/bin/activate', ':')}`,
    ]);
    expect(shown.toString()).toBe('');
  });
});
