import type { Generated, Kysely } from 'kysely';

/** The tables of monitors. Times are milliseconds. */
export type MonitorTables = {
  monitors: {
    id: Generated<number>;
    project_id: number;
    name: string;
    version: number;
    spec: string;
    published: string;
    client: string | null;
    active: number;
    created_by: number;
    created_at: number;
    updated_at: number;
    since: number;
  };
  monitor_versions: {
    monitor_id: number;
    version: number;
    spec: string;
    active: number;
    created_by: number;
    created_at: number;
  };
  monitor_scores: {
    id: Generated<number>;
    monitor_id: number;
    call_id: string;
    scorer: string;
    state: string;
    attempts: number;
    message: string | null;
    value: string | null;
    call_ended_at: number;
    scored_at: number | null;
  };
  monitor_values: {
    score_id: number;
    key: string;
    monitor_id: number;
    call_ended_at: number;
    value: number;
    is_flag: number;
  };
  monitor_days: { monitor_id: number; day: number; calls: number; cost: number };
  monitor_watches: {
    monitor_id: number;
    key: string;
    rule: string;
    progress: string;
    state: string;
    since: number;
    alarm_at: number | null;
    acknowledged_at: number | null;
    acknowledged_by: number | null;
  };
};

export type MonitorDatabase = Kysely<MonitorTables>;
