import type { Generated } from 'kysely';

/** The tables of this domain, as the migrations of the metadata store make them. (Kysely wants a type.) */
export type AccountTables = {
  organizations: {
    id: Generated<number>;
    name: string;
    name_key: string;
    default_visibility: Generated<string>;
    allows_public: Generated<number>;
    created_at: number;
  };
  custom_roles: {
    id: Generated<number>;
    organization_id: number;
    name: string;
    name_key: string;
    base: string;
    permissions: string;
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
  invitations: {
    id: Generated<number>;
    entity_id: number;
    email: string;
    email_key: string;
    role: string;
    custom_role_id: number | null;
    token_hash: string | null;
    created_by: number;
    created_at: number;
    expires_at: number;
    used_at: number | null;
    used_by: number | null;
    withdrawn_at: number | null;
  };
  access_requests: {
    id: Generated<number>;
    user_id: number;
    entity_name: string;
    entity_key: string;
    project_name: string;
    message: string;
    created_at: number;
    decided_at: number | null;
    decided_by: number | null;
    was_granted: number | null;
  };
  organization_members: { organization_id: number; user_id: number; role: string };
  /** `role` is the base of a custom role. */
  team_members: { entity_id: number; user_id: number; role: string; custom_role_id: number | null };
  /** Roles in single projects; either a user's or a team's. */
  project_members: {
    id: Generated<number>;
    project_id: number;
    user_id: number | null;
    team_id: number | null;
    role: string;
    custom_role_id: number | null;
  };
  api_keys: {
    id: Generated<number>;
    user_id: number;
    hash: string;
    prefix: string;
    name: string;
    scope: Generated<string>;
    entity_id: number | null;
    project_id: number | null;
    created_at: number;
    expires_at: number | null;
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
  projects: {
    id: number;
    entity_id: number;
    name: string;
    updated_at: number;
    deleted_at: number | null;
  };
};
