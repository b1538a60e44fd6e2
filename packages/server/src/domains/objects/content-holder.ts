import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { ContentHolder } from '../contents/index.ts';
import { inSlices, objectTables } from './schema.ts';

/** Which contents are files of objects, or long values. */
export function createObjectContentHolder(metadata: MetadataStore): ContentHolder {
  const db = objectTables(metadata);
  return {
    name: 'objects',

    async held(digests) {
      const files = await inSlices(digests, (slice) =>
        db.selectFrom('weave_files').select('blob').where('blob', 'in', slice).execute(),
      );
      const values = await inSlices(digests, (slice) =>
        db
          .selectFrom('weave_versions')
          .select('value_blob as blob')
          .where('value_blob', 'in', slice)
          .execute(),
      );
      return new Set([...files, ...values].flatMap(({ blob }) => blob ?? []));
    },
  };
}
