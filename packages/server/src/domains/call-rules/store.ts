import { CallRedaction } from '@runloom/model';
import type { Kysely } from 'kysely';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { CallRuleSet, SavedCallRules } from './types.ts';

type CallRuleTables = {
  call_rules: {
    project_id: number;
    redactions: string;
    sample_rate: string;
    updated_at: number;
    updated_by: number;
  };
};

const NO_RULES: SavedCallRules = {
  redactions: [],
  sampleRate: 1,
  updatedAt: null,
  updatedBy: null,
};

export function createCallRuleStore(metadata: MetadataStore) {
  const db: Kysely<CallRuleTables> = metadata.db.withTables<CallRuleTables>();
  return {
    async read(project: ProjectId): Promise<SavedCallRules> {
      const row = await db
        .selectFrom('call_rules')
        .selectAll()
        .where('project_id', '=', project)
        .executeTakeFirst();
      if (row === undefined) return NO_RULES;
      return {
        redactions: CallRedaction.array().parse(JSON.parse(row.redactions)),
        sampleRate: Number(row.sample_rate),
        updatedAt: row.updated_at,
        updatedBy: row.updated_by as UserId,
      };
    },

    async save(project: ProjectId, rules: CallRuleSet, by: UserId, now: number): Promise<void> {
      const values = {
        redactions: JSON.stringify(rules.redactions),
        sample_rate: String(rules.sampleRate),
        updated_at: now,
        updated_by: by,
      };
      await db
        .insertInto('call_rules')
        .values({ project_id: project, ...values })
        .onConflict((conflict) => conflict.column('project_id').doUpdateSet(values))
        .execute();
    },
  };
}
