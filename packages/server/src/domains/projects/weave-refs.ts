import { formatWeaveRef } from '@runloom/model';
import type { Project } from './types.ts';

type Place = Pick<Project, 'entityName' | 'name'>;

/** The reference of a version of an object or op, as clients write it: `weave:///…/object/name:digest`. */
export const objectRef = (
  { entityName, name }: Place,
  version: { readonly name: string; readonly digest: string },
  kind: 'object' | 'op' = 'object',
): string =>
  formatWeaveRef({
    kind,
    entity: entityName,
    project: name,
    name: version.name,
    version: version.digest,
    path: [],
  });

/** The reference of a call: `weave:///…/call/id`. */
export const callRef = ({ entityName, name }: Place, id: string): string =>
  formatWeaveRef({ kind: 'call', entity: entityName, project: name, id, path: [] });

/** The reference of a table: `weave:///…/table/digest`. */
export const tableRef = ({ entityName, name }: Place, digest: string): string =>
  formatWeaveRef({ kind: 'table', entity: entityName, project: name, digest, path: [] });
