import type { Generated } from 'kysely';

/** The tables of this domain, as the migrations of the metadata store make them. (Kysely wants a type.) */
export type AccountTables = {
  organizations: {
    id: Generated<number>;
    name: string;
    name_key: string;
    created_at: number;
  };
  entities: {
    id: Generated<number>;
    name: string;
    name_key: string;
    kind: string;
    organization_id: number | null;
    created_at: number;
  };
  users: {
    id: Generated<number>;
    entity_id: number;
    username: string;
    email: string | null;
    display_name: string;
    password_hash: string | null;
    is_admin: number;
    service_entity_id: number | null;
    /** Counts only while the user is in the team. */
    default_team_id: number | null;
    created_at: number;
  };
  team_invitations: {
    id: Generated<number>;
    entity_id: number;
    email: string;
    email_key: string;
    role: string;
    created_by: number;
    created_at: number;
  };
  organization_members: { organization_id: number; user_id: number; role: string };
  team_members: { entity_id: number; user_id: number; role: string };
  /** Of projects that organizations own; either a user or a team. */
  project_members: {
    id: Generated<number>;
    project_id: number;
    user_id: number | null;
    team_id: number | null;
    role: string;
  };
  api_keys: {
    id: Generated<number>;
    user_id: number;
    hash: string;
    prefix: string;
    name: string;
    created_at: number;
    last_used_at: number | null;
  };
  sessions: {
    hash: string;
    user_id: number;
    user_agent: string;
    /** Where it began; empty for sessions of earlier versions. */
    address: string;
    opened_by: string;
    created_at: number;
    last_seen_at: number;
    expires_at: number;
  };
  sign_in_links: { hash: string; user_id: number; expires_at: number };
  /**
   * Belongs to the projects domain. Deleting an owner moves its projects to the trash in the same
   * transaction, so that no project is ever left alive without an owner.
   */
  projects: { entity_id: number; updated_at: number; deleted_at: number | null };
};
