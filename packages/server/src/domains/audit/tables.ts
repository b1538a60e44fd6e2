/** The tables of this domain. */
export type AuditTables = {
  audit_entries: {
    sequence: number;
    /** The entry's canonical text: what the hash is of. The columns below are for searches alone. */
    entry: string;
    hash: string;
    at: number;
    /** Lower case; empty for nobody. */
    actor: string;
    action: string;
    /** Lower case. */
    resource: string;
    organization: string | null;
    outcome: string;
  };
  /** One row: the newest entry. Writers of all processes stand in line for it. */
  audit_head: { id: number; sequence: number; hash: string };
  audit_checkpoints: {
    sequence: number;
    hash: string;
    at: number;
    signature: string;
  };
};
