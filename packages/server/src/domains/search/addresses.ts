import { pagePath, reportIdOf, reportPath, type SearchKind } from '@runloom/model';

/** Where something that was found stands. */
export interface Place {
  readonly entity: string;
  readonly project: string;
}

/** The address of the page of what was found, from the root. */
export function pathOf(
  kind: SearchKind,
  { entity, project }: Place,
  detail: Readonly<Record<string, string>>,
  title: string,
): string {
  const of = (name: string): string => detail[name] ?? '';
  const inProject = (...parts: readonly string[]): string => pagePath(entity, project, ...parts);
  switch (kind) {
    case 'project':
      return inProject();
    case 'run':
      return inProject('runs', of('run'));
    case 'artifact':
      return inProject('artifacts', of('type'), title);
    case 'registry':
      return pagePath('orgs', of('organization'), 'registry', title);
    case 'collection':
      return pagePath('orgs', of('organization'), 'registry', of('registry'), title);
    case 'report':
      return reportPath({
        entityName: entity,
        projectName: project,
        title,
        id: reportIdOf(Number(of('id'))),
      });
    case 'view':
      return of('type') === 'project-view'
        ? `${inProject()}?view=${encodeURIComponent(of('id'))}`
        : `${inProject('weave')}?view=${encodeURIComponent(of('id'))}`;
    case 'dataset':
      return inProject('weave', 'datasets', title);
    case 'prompt':
      return inProject('weave', 'prompts', title);
    case 'op':
      return inProject('weave', 'ops', title, 'versions', of('digest'));
    case 'model':
    case 'evaluation':
    case 'scorer':
    case 'object':
      return inProject('weave', 'objects', title, 'versions', of('digest'));
    case 'queue':
      return inProject('weave', 'annotations', of('id'));
    case 'call':
      return inProject('weave', 'calls', of('id'));
    case 'team':
    case 'person':
      return pagePath(title);
  }
}
