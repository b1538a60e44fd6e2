/** What code to paste needs to know. */
export interface UsageSource {
  readonly entity: string;
  readonly project: string;
  readonly artifact: string;
  /** `v3` or an alias. */
  readonly version: string;
  readonly type: string;
  /** A file of the version, for examples of one file. */
  readonly file: string | null;
  readonly baseUrl: string;
}

export interface Snippet {
  readonly title: string;
  readonly label: string;
  readonly text: string;
}

/** Ways to get at a version, each to paste as it is. */
export function usageSnippets(source: UsageSource): readonly Snippet[] {
  const { entity, project, artifact, version, type, file, baseUrl } = source;
  const name = `${entity}/${project}/${artifact}:${version}`;
  const path = python(file ?? 'path/in/the/artifact');
  return [
    {
      title: 'In a run, so that the lineage knows',
      label: 'Python that uses it in a run',
      text: [
        'import wandb',
        '',
        `with wandb.init(project=${python(project)}, entity=${python(entity)}) as run:`,
        `    artifact = run.use_artifact(${python(name)}, type=${python(type)})`,
        '    folder = artifact.download()',
      ].join('\n'),
    },
    {
      title: 'Without a run',
      label: 'Python that downloads it',
      text: [
        'import wandb',
        '',
        `artifact = wandb.Api().artifact(${python(name)})`,
        'folder = artifact.download()',
      ].join('\n'),
    },
    {
      title: 'One file of it',
      label: 'Python that downloads one file',
      text: [
        'import wandb',
        '',
        `artifact = wandb.Api().artifact(${python(name)})`,
        `path = artifact.get_entry(${path}).download()`,
      ].join('\n'),
    },
    {
      title: 'Shell',
      label: 'Shell command that downloads it',
      text: [
        `export WANDB_BASE_URL=${shell(baseUrl)}`,
        `wandb artifact get ${shell(name)} --root ${shell(`./${folderName(artifact)}`)}`,
      ].join('\n'),
    },
    {
      title: 'Link it into a registry',
      label: 'Python that links it into a registry',
      text: [
        'import wandb',
        '',
        `with wandb.init(project=${python(project)}, entity=${python(entity)}) as run:`,
        `    artifact = run.use_artifact(${python(name)})`,
        `    run.link_artifact(artifact, target_path=${python(`wandb-registry-${type}/${artifact}`)}, aliases=["staging"])`,
      ].join('\n'),
    },
  ];
}

/** A text as Python reads it back, whatever is in it. */
export const python = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A text as one word of a POSIX shell. */
export const shell = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** A name for a folder that leads nowhere else. */
const folderName = (artifact: string): string =>
  artifact.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^[-.]+/, '') || 'artifact';
