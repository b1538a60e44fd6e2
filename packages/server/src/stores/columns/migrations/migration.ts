/** One numbered step of the column store's schema; each statement must be repeatable. */
export interface ColumnMigration {
  readonly statements: readonly string[];
}
