import type { ProjectPlace } from '../../data/client.ts';

/** The parts of `entity/project/rest`, as blocks of a report name what they show. */
export function placeOf(path: string): ProjectPlace & { readonly rest: string } {
  const [entity = '', project = '', ...rest] = path.split('/');
  return { entity, project, rest: rest.join('/') };
}
