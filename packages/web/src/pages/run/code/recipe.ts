/** What a run tells of how it was started. */
export interface RecipeSource {
  readonly git: { readonly remote: string; readonly commit: string } | null;
  /** Script, below the root of the repository where there is one. */
  readonly script: string | null;
  readonly args: readonly string[];
  /** As the interpreter names itself: `CPython 3.11.2`. */
  readonly python: string | null;
  /** Names of the run's files. */
  readonly files: ReadonlySet<string>;
  /** Address that the run's files stand below, without a slash at the end. */
  readonly filesAddress: string;
}

const DOWNLOAD = 'curl -fsS -u "api:$WANDB_API_KEY"';

/**
 * Commands for a POSIX shell that bring back what the run ran: its commit with what was not
 * committed, its packages, its command. Everything the run told is quoted; comments hold none of it.
 */
export function reproductionRecipe(source: RecipeSource): string {
  const parts = [codeOf(source), environmentOf(source), commandOf(source)];
  return parts.filter((lines) => lines.length > 0).join('\n\n');
}

function codeOf({ git, script, files, filesAddress }: RecipeSource): string {
  if (git !== null && git.remote !== '') {
    const folder = folderOf(git.remote);
    return [
      '# The code, as it was committed',
      `git clone -- ${quote(git.remote)} ${quote(folder)}`,
      `cd ${quote(folder)}`,
      ...(/^[0-9a-f]{7,64}$/i.test(git.commit) ? [`git checkout ${git.commit}`] : []),
      ...(files.has('diff.patch')
        ? [
            '',
            '# What was changed and not committed',
            `${DOWNLOAD} ${quote(`${filesAddress}/diff.patch`)} | git apply`,
          ]
        : []),
    ].join('\n');
  }
  const saved = script === null ? null : `code/${script}`;
  if (script === null || saved === null || !files.has(saved)) return '';
  return [
    '# The script, as the run saved it',
    `${DOWNLOAD} --create-dirs -o ${quote(inFolder(script))} ${quote(addressOf(filesAddress, saved))}`,
  ].join('\n');
}

function environmentOf({ python, files, filesAddress }: RecipeSource): string {
  if (files.has('conda-environment.yaml')) {
    return [
      '# The packages',
      `${DOWNLOAD} -o conda-environment.yaml ${quote(`${filesAddress}/conda-environment.yaml`)}`,
      'conda env create -p ./.conda -f conda-environment.yaml',
      'conda activate ./.conda',
    ].join('\n');
  }
  if (!files.has('requirements.txt')) return '';
  const version = /(\d+)\.(\d+)/.exec(python ?? '');
  return [
    '# The packages',
    `python${version === null ? '3' : version[0]} -m venv .venv && . .venv/bin/activate`,
    `${DOWNLOAD} -o runloom-requirements.txt ${quote(`${filesAddress}/requirements.txt`)}`,
    'pip install -r runloom-requirements.txt',
  ].join('\n');
}

function commandOf({ script, args }: RecipeSource): string {
  if (script === null) return '';
  return ['# The run', ['python', inFolder(script), ...args].map(quote).join(' ')].join('\n');
}

/** A script must not be taken for an option. */
function inFolder(script: string): string {
  return script.startsWith('-') ? `./${script}` : script;
}

function addressOf(base: string, file: string): string {
  return `${base}/${file.split('/').map(encodeURIComponent).join('/')}`;
}

/** As git itself names the folder of a clone. */
function folderOf(remote: string): string {
  const last = remote
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split(/[/:\\]/)
    .at(-1);
  const plain = (last ?? '').replace(/[^\w.-]/g, '-').replace(/^[-.]+/, '');
  return plain === '' ? 'code' : plain;
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
