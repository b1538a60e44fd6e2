import {
  type CreateTableNode,
  type DataTypeNode,
  type SelectModifierNode,
  SqliteQueryCompiler,
} from 'kysely';

const LOCKS: ReadonlySet<string | undefined> = new Set([
  'ForUpdate',
  'ForNoKeyUpdate',
  'ForShare',
  'ForKeyShare',
  'NoWait',
  'SkipLocked',
]);

/**
 * SQLite's SQL, nearer to PostgreSQL's: tables are `STRICT`, so that a wrong type is refused and not
 * stored as it comes, and row locks (`for update`) are left out, because a transaction holds the
 * only write lock from its beginning.
 */
export class StrictSqliteQueryCompiler extends SqliteQueryCompiler {
  protected override visitCreateTable(node: CreateTableNode): void {
    super.visitCreateTable(node);
    this.append(' strict');
  }

  protected override visitDataType(node: DataTypeNode): void {
    if (node.dataType === 'double precision') this.append('real');
    else super.visitDataType(node);
  }

  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (!LOCKS.has(node.modifier)) super.visitSelectModifier(node);
  }
}
