import { z } from 'zod';
import { Millis } from './common.ts';

export const WeaveObjectKind = z.enum(['object', 'op']);
export type WeaveObjectKind = z.infer<typeof WeaveObjectKind>;

/** A version of an object or an op, without its value. */
export const WeaveVersionHead = z.object({
  digest: z.string(),
  versionIndex: z.number(),
  isLatest: z.boolean(),
  /** What it is most exactly, such as `Dataset` or a class of the user's. */
  leafClass: z.string().nullable(),
  sizeBytes: z.number(),
  createdAt: Millis,
  createdBy: z.string().nullable(),
  tags: z.array(z.string()),
  aliases: z.array(z.string()),
});
export type WeaveVersionHead = z.infer<typeof WeaveVersionHead>;

/** What a version is called that was published. */
export const PublishedVersion = z.object({
  name: z.string(),
  digest: z.string(),
  versionIndex: z.number(),
  /** False when the name had this content before: no version was added. */
  isNew: z.boolean(),
});
export type PublishedVersion = z.infer<typeof PublishedVersion>;

/** `GET /api/v1/projects/{entity}/{project}/weave-objects?kind=`: newest first. */
export const WeaveObjectList = z.object({
  objects: z.array(
    z.object({
      name: z.string(),
      kind: WeaveObjectKind,
      baseClass: z.string().nullable(),
      versionCount: z.number(),
      firstCreatedAt: Millis,
      latest: WeaveVersionHead,
      /** When an op was called last, whichever version of it; null of what never was, and of objects. */
      lastUsedAt: Millis.nullable(),
    }),
  ),
});
export type WeaveObjectList = z.infer<typeof WeaveObjectList>;

/** `GET …/weave-objects/{kind}/{name}`: newest first. */
export const WeaveVersionList = z.object({ versions: z.array(WeaveVersionHead) });

const Content = z.object({
  /** JSON; numbers that a double can't hold are `{"$number": digits}`. */
  value: z.unknown(),
  /** Of an op; null where there is none or its file has not come. */
  source: z.string().nullable(),
});

/** `GET …/weave-objects/{kind}/{name}/versions/{version}`: a digest, `latest`, `v3` or an alias. */
export const WeaveVersionDetail = WeaveVersionHead.extend(Content.shape).extend({
  name: z.string(),
  kind: WeaveObjectKind,
  baseClass: z.string().nullable(),
  /** Of a data set. */
  table: z.object({ digest: z.string(), rowCount: z.number() }).nullable(),
  /** The version before, to compare with. */
  previous: Content.extend({ versionIndex: z.number(), digest: z.string() }).nullable(),
});
export type WeaveVersionDetail = z.infer<typeof WeaveVersionDetail>;

/** `GET …/weave-tables/{digest}?offset=&limit=&sort=&direction=` */
export const WeaveTableRows = z.object({
  rowCount: z.number(),
  rows: z.array(z.object({ index: z.number(), digest: z.string(), value: z.unknown() })),
});
export type WeaveTableRows = z.infer<typeof WeaveTableRows>;
