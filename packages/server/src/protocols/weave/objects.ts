import { memberText, stringOf } from '@runloom/model';
import { z } from 'zod';
import type { ObjectQuery } from '../../domains/objects/index.ts';
import { SORT } from './calls/query-schema.ts';
import type { WeaveDependencies } from './dependencies.ts';
import { SchemaError } from './errors.ts';
import { objectVersionText } from './object-view.ts';
import { openProject } from './projects.ts';
import { given, JsonAnswer, post, type WeaveRoute } from './route.ts';

const READ = z.object({
  project_id: z.string(),
  object_id: z.string(),
  digest: z.string(),
  metadata_only: z.boolean().nullish(),
  include_tags_and_aliases: z.boolean().nullish(),
});

const texts = z.array(z.string()).nullish();
const count = z.number().int().nonnegative().nullish();

const QUERY = z.object({
  project_id: z.string(),
  filter: z
    .object({
      object_ids: texts,
      base_object_classes: texts,
      exclude_base_object_classes: texts,
      leaf_object_classes: texts,
      is_op: z.boolean().nullish(),
      latest_only: z.boolean().nullish(),
      tags: texts,
      aliases: texts,
    })
    .nullish(),
  limit: count,
  offset: count,
  sort_by: SORT.nullish(),
  metadata_only: z.boolean().nullish(),
  include_tags_and_aliases: z.boolean().nullish(),
});

const DELETE = z.object({
  project_id: z.string(),
  object_id: z.string(),
  digests: z.array(z.string()).nullish(),
});

/** Objects and ops: published, read, listed, deleted. */
export function objectRoutes(deps: WeaveDependencies): readonly WeaveRoute[] {
  const { objects } = deps;
  return [
    post('/obj/create', async ({ actor, text }) => {
      const sent = readNewObject(text());
      const project = await openProject(deps, actor, sent.projectPath, 'write');
      const { name, digest } = await objects.create(actor, project.id, sent.object);
      return { digest, object_id: name };
    }),
    post('/obj/read', async ({ actor, body }) => {
      const asked = body(READ);
      const project = await openProject(deps, actor, asked.project_id, 'read');
      const version = await objects.read(
        project.id,
        asked.object_id,
        asked.digest,
        given({
          metadataOnly: asked.metadata_only,
          includesLabels: asked.include_tags_and_aliases,
        }),
      );
      return new JsonAnswer(`{"obj":${objectVersionText(version, project.path)}}`);
    }),
    post('/objs/query', async ({ actor, body }) => {
      const asked = body(QUERY);
      const project = await openProject(deps, actor, asked.project_id, 'read');
      const versions = await objects.query(project.id, toObjectQuery(asked));
      const found = versions.map((version) => objectVersionText(version, project.path));
      return new JsonAnswer(`{"objs":[${found.join(',')}]}`);
    }),
    post('/obj/delete', async ({ actor, body }) => {
      const { project_id, object_id, digests } = body(DELETE);
      const project = await openProject(deps, actor, project_id, 'write');
      const removed = await objects.remove(project.id, object_id, digests ?? null);
      return {
        num_deleted: removed.length,
        deleted_versions: removed.map(({ digest, baseClass, leafClass }) => ({
          digest,
          base_object_class: baseClass,
          leaf_object_class: leafClass,
        })),
      };
    }),
  ];
}

/** Reads `{"obj": {…}}`, the value as it was sent. */
function readNewObject(body: string) {
  const obj = memberText(body, 'obj') ?? '';
  const string = (name: string): string | null => stringOf(memberText(obj, name));
  const [projectPath, name] = [string('project_id'), string('object_id')];
  const value = memberText(obj, 'val');
  if (projectPath === null || name === null || value === null) {
    const missing = projectPath === null ? 'project_id' : name === null ? 'object_id' : 'val';
    throw new SchemaError(`obj.${missing} is missing, or no text.`, missing);
  }
  return {
    projectPath,
    object: {
      name,
      value,
      expectedDigest: string('expected_digest'),
      builtinClass: string('builtin_object_class') ?? string('set_base_object_class'),
    },
  };
}

function toObjectQuery(asked: z.output<typeof QUERY>): ObjectQuery {
  const filter = asked.filter ?? {};
  return {
    filter: given({
      names: filter.object_ids,
      baseClasses: filter.base_object_classes,
      excludedBaseClasses: filter.exclude_base_object_classes,
      leafClasses: filter.leaf_object_classes,
      kind:
        filter.is_op === true
          ? ('op' as const)
          : filter.is_op === false
            ? ('object' as const)
            : null,
      latestOnly: filter.latest_only,
      tags: filter.tags,
      aliases: filter.aliases,
    }),
    ...given({
      limit: asked.limit,
      offset: asked.offset,
      sort: asked.sort_by,
      metadataOnly: asked.metadata_only,
      includesLabels: asked.include_tags_and_aliases,
    }),
  };
}
