import type { Project } from '../../../domains/projects/index.ts';
import type { View, ViewId } from '../../../domains/views/index.ts';
import { invalid } from '../../../platform/errors.ts';
import { decodeGlobalId, encodeGlobalId } from './global-id.ts';

/** A view as its fields need it. */
export interface ViewSource {
  readonly view: View;
  readonly project: Project;
}

export const encodeViewId = ({ id }: View): string => encodeGlobalId('View', id);

/** @throws RunloomError('invalid') */
export function readViewId(id: string): ViewId {
  const number = decodeGlobalId('View', id);
  if (number === null) throw invalid(`${JSON.stringify(id)} is not the id of a view.`);
  return number as ViewId;
}
