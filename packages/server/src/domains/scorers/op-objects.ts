import type { Actor } from '../accounts/index.ts';
import type { Objects } from '../objects/index.ts';
import { objectRef, type Project } from '../projects/index.ts';

/**
 * Publishes an op whose work the server does itself, so that clients find its calls by its name.
 * @param source what stands for its code
 * @returns `weave:///entity/project/op/name:digest`
 */
export async function publishOp(
  objects: Pick<Objects, 'create' | 'createFile'>,
  actor: Actor,
  project: Project,
  name: string,
  source: string,
): Promise<string> {
  const file = await objects.createFile(project.id, {
    name: 'obj.py',
    body: Buffer.from(source, 'utf8'),
  });
  const { digest } = await objects.create(actor, project.id, {
    name,
    value: JSON.stringify({
      _type: 'CustomWeaveType',
      weave_type: { type: 'Op' },
      files: { 'obj.py': file.digest },
      load_op: 'NO_LOAD_OP',
    }),
  });
  return objectRef(project, { name, digest }, 'op');
}
