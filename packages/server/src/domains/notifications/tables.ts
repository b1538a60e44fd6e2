import type { Generated } from 'kysely';

/** The tables of this room, and what it reads of others. (Kysely wants a type.) */
export type NotificationTables = {
  notifications: {
    id: Generated<number>;
    user_id: number;
    kind: string;
    project_id: number | null;
    subject: string;
    group_key: string | null;
    event_key: string;
    title: string;
    body: string;
    path: string;
    group_path: string;
    severity: string;
    actor_id: number | null;
    count: number;
    in_page: number;
    created_at: number;
    updated_at: number;
    read_at: number | null;
  };
  notification_events_told: { user_id: number; event_key: string; told_at: number };
  notification_settings: {
    user_id: number;
    rhythm: string;
    channel_id: number | null;
    webhook_id: number | null;
    choices: string;
    updated_at: number;
  };
  notification_mutes: { user_id: number; project_id: number };
  notification_watches: { user_id: number; project_id: number; run_id: number };
  notification_deliveries: {
    id: Generated<number>;
    notification_id: number;
    user_id: number;
    way: string;
    state: string;
    attempts: number;
    detail: string;
    created_at: number;
    finished_at: number | null;
  };
  notification_queue: { id: Generated<number>; kind: string; subject_id: number; detail: string };
  /** Belongs to alerts. */
  run_alerts: { id: number; run_id: number; title: string; text: string; severity: string };
  /** Belong to accounts. */
  access_requests: {
    id: number;
    user_id: number;
    entity_name: string;
    project_name: string;
    message: string;
    was_granted: number | null;
    decided_by: number | null;
  };
  invitations: {
    id: number;
    entity_id: number;
    email: string;
    created_by: number;
    used_at: number | null;
    withdrawn_at: number | null;
  };
  /** Belong to automations. */
  automation_executions: { id: number; automation_id: number; event: string };
  automations: {
    id: number;
    name: string;
    created_by: number;
    project_id: number | null;
    entity_id: number;
  };
};
