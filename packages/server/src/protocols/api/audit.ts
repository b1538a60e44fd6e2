import { Readable } from 'node:stream';
import {
  type AuditEntry,
  AuditExportQuery,
  AuditHeadView,
  AuditPage,
  AuditQuery,
  AuditReportView,
  AuditVerificationInput,
} from '@runloom/model';
import type { AuditDeps } from './audit-deps.ts';
import { csvLine } from './csv.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const COLUMNS = [
  'sequence',
  'time',
  'actor',
  'via',
  'key',
  'address',
  'action',
  'kind',
  'resource',
  'organization',
  'outcome',
  'times',
  'request',
  'details',
  'previous',
  'hash',
] as const;

/** The audit log: read, searched, exported and verified; nothing here changes it. */
export function auditRoutes({ audit, auditRetentionDays }: AuditDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/audit',
      summary: 'Entries of the audit log, newest first; with an organization, also for its admins',
      policy: 'signed-in',
      query: AuditQuery,
      answer: { json: AuditPage },
      async handle({ actor, query: { limit, before, ...filter } }) {
        const page = { limit, ...(before !== undefined && { before }) };
        const { entries, next } = await audit.list(actor, filter, page);
        return { entries: [...entries], next };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/audit/export',
      summary: 'Entries of the audit log as JSON lines (which can be verified offline) or CSV',
      policy: 'signed-in',
      query: AuditExportQuery,
      answer: { media: 'application/x-ndjson' },
      async handle({ actor, query: { format, ...filter }, reply }) {
        const { head, entries } = await audit.export(actor, filter);
        const isCsv = format === 'csv';
        reply.header('Content-Disposition', `attachment; filename="audit-log.${format}"`);
        reply.type(isCsv ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8');
        return Readable.from(isCsv ? csvOf(entries) : linesOf(head, entries));
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/audit/head',
      summary: 'The newest entry of the audit log, sealed: keep it elsewhere to verify against',
      policy: 'instance-admin',
      answer: { json: AuditHeadView },
      handle: async ({ actor }) => ({
        ...(await audit.head(actor)),
        retentionDays: auditRetentionDays,
      }),
    }),
    defineRoute({
      method: 'POST',
      path: '/audit/verification',
      summary: 'Verify the whole chain of the audit log',
      policy: 'instance-admin',
      body: AuditVerificationInput,
      answer: { json: AuditReportView },
      async handle({ actor, body }) {
        const report = await audit.verify(actor, body.noted);
        return { ...report, problems: [...report.problems] };
      },
    }),
  ];
}

async function* linesOf(head: unknown, entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  yield `${JSON.stringify(head)}\n`;
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

async function* csvOf(entries: AsyncIterable<AuditEntry>): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  for await (const entry of entries) {
    const { actor, resource } = entry;
    yield csvLine([
      entry.sequence,
      new Date(entry.at).toISOString(),
      actor.name,
      actor.via,
      actor.key,
      entry.address,
      entry.action,
      resource.kind,
      resource.name,
      entry.organization,
      entry.outcome,
      entry.times,
      entry.request,
      JSON.stringify(entry.details),
      entry.previous,
      entry.hash,
    ]);
  }
}
