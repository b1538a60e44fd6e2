import { NumberReference } from '../attributes.ts';

const segments = (...names: readonly string[]): string =>
  names.map((name) => `/${encodeURIComponent(name)}`).join('');

/** Pages of this server that evidence stands on, as paths. */
export const runPage = (run: string): string => {
  const [entity = '', project = '', name = ''] = run.split('/');
  return `${segments(entity, project)}/runs${segments(name)}`;
};

export const projectPage = (project: string): string => segments(...project.split('/'));

export function artifactPage(artifact: string): string {
  const [entity = '', project = '', ...rest] = artifact.split('/');
  const name = rest.join('/');
  const colon = name.lastIndexOf(':');
  const [collection, version] = [name.slice(0, colon), name.slice(colon + 1)];
  return `${segments(entity, project)}/artifacts${segments('any', collection, version)}`;
}

export const tracePage = (trace: string): string => {
  const [entity = '', project = '', call = ''] = trace.split('/');
  return `${segments(entity, project)}/weave/calls${segments(call)}`;
};

export const evaluationsPage = (project: string, evaluations: readonly string[]): string =>
  `${projectPage(project)}/weave/compare-evaluations?evaluationCallIds=${encodeURIComponent(JSON.stringify(evaluations))}`;

export const queryPage = (project: string, kind: unknown): string =>
  kind === 'calls' ? `${projectPage(project)}/weave` : projectPage(project);

/** Where a number in the text comes from; null for a reference that can't be read. */
export function numberPath(reference: unknown): string | null {
  const { data } = NumberReference.safeParse(reference);
  switch (data?.kind) {
    case 'run':
      return runPage(data.run);
    case 'call':
      return tracePage(data.call);
    case 'artifact':
      return artifactPage(data.artifact);
    case 'evaluation':
      return `${projectPage(data.project)}/weave/evaluations${segments(data.evaluation)}`;
    default:
      return null;
  }
}
