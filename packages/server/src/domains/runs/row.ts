import type { Generated, Insertable, Selectable } from 'kysely';
import type { UserId } from '../accounts/index.ts';
import type { ProjectId } from '../projects/index.ts';
import type { RunChange } from './change.ts';
import type { Lineage, RunId } from './lineage.ts';
import { decodeText, encodeJsonText, encodeText } from './text.ts';
import type { Run, RunState } from './types.ts';

/** The table `runs`: flags are 0 or 1, texts are encoded so that every character can be stored. */
export type RunTable = {
  id: Generated<number>;
  project_id: number;
  name: string;
  display_name: string;
  state: string;
  exit_code: number | null;
  created_by: number | null;
  created_at: number;
  updated_at: number;
  heartbeat_at: number;
  started_at: number | null;
  notes: string;
  description: string;
  group_name: string;
  job_type: string;
  program: string;
  repo: string;
  commit_hash: string;
  host: string;
  sweep_name: string | null;
  tags: string;
  config: string;
  summary: string;
  history_lines: Generated<number>;
  events_lines: Generated<number>;
  log_lines: Generated<number>;
  history_tail: string | null;
  events_tail: string | null;
  first_step: number | null;
  last_step: number | null;
  first_time: number | null;
  last_time: number | null;
  dead_letters: Generated<number>;
  stop_requested: Generated<number>;
  has_rewrites: Generated<number>;
  deleted_at: number | null;
  /** 1 when the index of values may be behind the run. */
  index_dirty: Generated<number>;
  lineage: string | null;
};

/** A stored row as the rest of the room knows it. */
export function toRun(row: Selectable<RunTable>): Run {
  return {
    id: row.id as RunId,
    projectId: row.project_id as ProjectId,
    name: decodeText(row.name),
    displayName: decodeText(row.display_name),
    state: row.state as RunState,
    exitCode: row.exit_code,
    createdBy: row.created_by as UserId | null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    heartbeatAt: row.heartbeat_at,
    startedAt: row.started_at,
    notes: decodeText(row.notes),
    description: decodeText(row.description),
    groupName: decodeText(row.group_name),
    jobType: decodeText(row.job_type),
    program: decodeText(row.program),
    repo: decodeText(row.repo),
    commit: decodeText(row.commit_hash),
    host: decodeText(row.host),
    sweepName: row.sweep_name === null ? null : decodeText(row.sweep_name),
    tags: JSON.parse(row.tags) as readonly string[],
    config: row.config,
    summary: row.summary,
    historyLineCount: row.history_lines,
    eventsLineCount: row.events_lines,
    logLineCount: row.log_lines,
    historyTail: row.history_tail,
    eventsTail: row.events_tail,
    firstStep: row.first_step,
    lastStep: row.last_step,
    firstTime: row.first_time,
    lastTime: row.last_time,
    deadLetterCount: row.dead_letters,
    stopRequested: row.stop_requested === 1,
    hasRewrites: row.has_rewrites === 1,
    lineage: row.lineage === null ? null : (JSON.parse(row.lineage) as Lineage),
  };
}

const same = (value: unknown): unknown => value;
const flag = (value: unknown): unknown => (value === true ? 1 : 0);
const text = (value: unknown): unknown => (typeof value === 'string' ? encodeText(value) : value);
const json = (value: unknown): unknown =>
  typeof value === 'string' ? encodeJsonText(value) : value;

/** Column and encoding of each field that can change. */
const COLUMNS: Partial<Record<keyof Run, readonly [keyof RunTable, (value: unknown) => unknown]>> =
  {
    displayName: ['display_name', text],
    state: ['state', same],
    exitCode: ['exit_code', same],
    updatedAt: ['updated_at', same],
    heartbeatAt: ['heartbeat_at', same],
    startedAt: ['started_at', same],
    notes: ['notes', text],
    description: ['description', text],
    groupName: ['group_name', text],
    jobType: ['job_type', text],
    program: ['program', text],
    repo: ['repo', text],
    commit: ['commit_hash', text],
    host: ['host', text],
    sweepName: ['sweep_name', text],
    // Escapes of JSON.stringify make unpaired surrogates and NUL storable.
    tags: ['tags', (value) => JSON.stringify(value)],
    config: ['config', json],
    summary: ['summary', json],
    historyLineCount: ['history_lines', same],
    eventsLineCount: ['events_lines', same],
    logLineCount: ['log_lines', same],
    historyTail: ['history_tail', json],
    eventsTail: ['events_tail', json],
    firstStep: ['first_step', same],
    lastStep: ['last_step', same],
    firstTime: ['first_time', same],
    lastTime: ['last_time', same],
    deadLetterCount: ['dead_letters', same],
    stopRequested: ['stop_requested', flag],
    hasRewrites: ['has_rewrites', flag],
    // Escapes of JSON.stringify make the ids of writers storable.
    lineage: ['lineage', (value) => (value === null ? null : JSON.stringify(value))],
  };

/** What a change writes, by column; fields that no column holds are left out. */
export function columnsOf(change: RunChange): Partial<Insertable<RunTable>> {
  const columns: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(change)) {
    const column = COLUMNS[field as keyof Run];
    if (column !== undefined) columns[column[0]] = column[1](value);
  }
  return columns as Partial<Insertable<RunTable>>;
}
