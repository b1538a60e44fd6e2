import type { Generated } from 'kysely';

/** The tables of the room; times in milliseconds. */
export type ReportTables = {
  reports: {
    id: number;
    project_id: number;
    title: string;
    description: string;
    is_draft: number;
    visibility: string;
    frame_origins: string;
    created_by: number;
    created_at: number;
    updated_at: number;
    version: number;
    preview: string;
    head_text: string;
    body_text: string;
    snapshot: string | null;
    snapshot_through: number;
    unversioned_since: number | null;
    unversioned_by: string;
    client_text: string | null;
    client_digest: string | null;
    client_name: string;
    preview_url: string | null;
    cover_url: string | null;
  };
  report_updates: {
    id: Generated<number>;
    report_id: number;
    changes: string;
    created_at: number;
  };
  report_versions: {
    report_id: number;
    number: number;
    name: string | null;
    cause: string;
    authors: string;
    title: string;
    digest: string;
    created_at: number;
    restored_from: number | null;
  };
  report_threads: {
    report_id: number;
    thread: string;
    block: string | null;
    quote: string;
    created_at: number;
    resolved_at: number | null;
    resolved_by: number | null;
  };
  report_comments: {
    id: string;
    report_id: number;
    thread: string;
    author: number;
    body: string;
    mentions: string;
    created_at: number;
    edited_at: number | null;
  };
  report_files: {
    id: string;
    report_id: number;
    digest: string;
    name: string;
    content_type: string;
    size_bytes: number;
    created_by: number;
    created_at: number;
  };
  report_links: {
    id: string;
    report_id: number;
    token_hash: string;
    name: string;
    created_by: number;
    created_at: number;
    expires_at: number | null;
    revoked_at: number | null;
    last_used_at: number | null;
    is_live: number;
  };
  report_tapes: {
    report_id: number;
    digest: string;
    block: string;
    recorded_by: number;
    recorded_at: number;
    size_bytes: number;
    is_kept: number;
  };
  report_tape_files: {
    report_id: number;
    tape: string;
    id: string;
    digest: string;
    name: string;
    content_type: string;
    size_bytes: number;
  };
};
