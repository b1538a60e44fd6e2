import { z } from 'zod';

/** A project by its owner and name, as addresses have it. */
export const ProjectAddress = z.object({
  entity: z.string().min(1).max(256),
  project: z.string().min(1).max(256),
});
export type ProjectAddress = z.infer<typeof ProjectAddress>;

/** As many projects as a list of runs takes beside its own. */
export const MOST_ALSO_FROM = 10;

/** Projects whose runs are listed beside those of the one that is asked. */
export const AlsoFrom = z.array(ProjectAddress).max(MOST_ALSO_FROM);
export type AlsoFrom = z.infer<typeof AlsoFrom>;

/** The same in an address: a JSON list. */
export const AlsoFromText = z
  .string()
  .max(10_000)
  .default('[]')
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('must be a JSON list like [{"entity":"ada","project":"looms"}]');
      return z.NEVER;
    }
  })
  .pipe(AlsoFrom);

const NOWHERE: ProjectAddress = { entity: '', project: '' };

/** A run and the project it is in. */
export interface RunPlace extends ProjectAddress {
  readonly run: string;
}

/**
 * How pages of a project name a run: its own by their name alone, those of others by
 * `entity/project/run`. No owner, project or run has a slash in its name.
 */
export function runReference(home: ProjectAddress, { entity, project, run }: RunPlace): string {
  return entity === home.entity && project === home.project ? run : `${entity}/${project}/${run}`;
}

/** The run that a reference means on pages of a project. */
export function runPlace(home: ProjectAddress, reference: string): RunPlace {
  const parts = reference.split('/');
  const [entity, project, run] = parts;
  if (parts.length !== 3 || !entity || !project || !run) {
    return { entity: home.entity, project: home.project, run: reference };
  }
  return { entity, project, run };
}

/** The run's name in its own project. */
export const runNameOf = (reference: string): string => runPlace(NOWHERE, reference).run;

/** The project that a reference names; null for runs of the page's own. */
export function otherProject(reference: string): ProjectAddress | null {
  const { entity, project, run } = runPlace(NOWHERE, reference);
  return run === reference ? null : { entity, project };
}
