import { types } from 'pg';

/** Type numbers of PostgreSQL's catalog (`pg_type.oid`). */
const BOOLEAN = 16;
const BIGINT = 20;
const NUMERIC = 1700;

/**
 * How values are read, so that both engines give the same: 64-bit integers and sums of them are
 * numbers, and a condition that is selected is 0 or 1.
 */
export const valueTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    if (oid === BIGINT || oid === NUMERIC) return Number;
    if (oid === BOOLEAN) return (value) => (value === 't' ? 1 : 0);
    return types.getTypeParser(oid, format);
  },
};
