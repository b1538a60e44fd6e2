import { type Kysely, sql } from 'kysely';
import { literalInLike } from '../../../stores/metadata/like.ts';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { ProjectId } from '../../projects/index.ts';
import { decodeText, encodeText } from '../text.ts';
import type { RunPathPage, RunPathSearch } from '../types.ts';
import { KIND, type SearchTables } from './tables.ts';

export interface RunPaths {
  /** Those that hold the text, sorted by name. */
  list(projectId: ProjectId, search: RunPathSearch): Promise<RunPathPage>;
  /** Texts that runs have at the path, sorted. */
  texts(pathId: number, search: string, limit: number): Promise<readonly string[]>;
}

export function createRunPaths(metadata: MetadataStore): RunPaths {
  const db: Kysely<SearchTables> = metadata.db.withTables<SearchTables>();

  return {
    async list(projectId, { search, source, limit }) {
      const sources = source === null ? ['c', 's'] : [source === 'config' ? 'c' : 's'];
      const has = (kind: number) =>
        sql<number>`(select count(*) from (select 1 from run_values v
          where v.path_id = p.id and v.kind = ${sql.lit(kind)} limit 1) one)`;
      let query = db
        .selectFrom('run_paths as p')
        .select(['p.source', 'p.path', has(KIND.number).as('numbers'), has(KIND.text).as('texts')])
        .where('p.project_id', '=', projectId)
        .where('p.source', 'in', sources as ('c' | 's')[])
        // What the client keeps for itself.
        .where('p.path', 'not like', sql<string>`${'\\_wandb%'} escape '\\'`)
        // Paths that lead to objects only, and those that no run has any more, say nothing.
        .where(sql<boolean>`exists (select 1 from run_values v where v.path_id = p.id
          and v.kind in (${sql.lit(KIND.number)}, ${sql.lit(KIND.text)}, ${sql.lit(KIND.nan)}))`)
        .orderBy('p.path')
        .orderBy('p.source')
        .limit(limit + 1);
      for (const word of words(search)) {
        query = query.where(sql<boolean>`lower(p.path) like ${likePattern(word)} escape '\\'`);
      }
      const rows = await query.execute();
      return {
        hasMore: rows.length > limit,
        paths: rows.slice(0, limit).map((row) => ({
          source: row.source === 'c' ? ('config' as const) : ('summary' as const),
          path: decodeText(row.path),
          hasNumbers: Number(row.numbers) > 0,
          hasTexts: Number(row.texts) > 0,
        })),
      };
    },

    async texts(pathId, search, limit) {
      let query = db
        .selectFrom('run_values as v')
        .select('v.text')
        .distinct()
        .where('v.path_id', '=', pathId)
        .where('v.kind', '=', sql.lit(KIND.text))
        .where('v.number', '=', sql.lit(0))
        // A shortened text is equal to nothing.
        .where('v.long_text', 'is', null)
        .orderBy('v.text')
        .limit(limit);
      for (const word of words(search)) {
        query = query.where(sql<boolean>`lower(v.text) like ${likePattern(word)} escape '\\'`);
      }
      return (await query.execute()).map(({ text }) => decodeText(text));
    },
  };
}

const words = (search: string): readonly string[] =>
  search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);

const likePattern = (word: string): string => `%${literalInLike(encodeText(word))}%`;
