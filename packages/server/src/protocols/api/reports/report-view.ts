import {
  type ReportComment as CommentView,
  type ReportLink as LinkView,
  type ReportDetail,
  type ReportHead,
  reportIdOf,
  type ReportThread as ThreadView,
  type ReportVersion as VersionView,
} from '@runloom/model';
import type { Accounts, UserId } from '../../../domains/accounts/index.ts';
import type {
  FoundReport,
  ReportLink,
  ReportThread,
  ReportVersion,
} from '../../../domains/reports/index.ts';

type Names = ReadonlyMap<UserId | null, string>;

/** Shapes of reports and what hangs on them, with names in place of numbers. */
export function createReportViews({ usernames }: Pick<Accounts, 'usernames'>) {
  const head = ({ report, project }: FoundReport, names: Names): ReportHead => ({
    id: reportIdOf(report.id),
    entityName: project.entityName,
    projectName: project.name,
    title: report.title,
    description: report.description,
    isDraft: report.isDraft,
    visibility: report.visibility,
    createdBy: names.get(report.createdBy) ?? null,
    createdAt: report.createdAt,
    updatedAt: report.updatedAt,
  });

  const version = (one: ReportVersion, names: Names): VersionView => ({
    number: one.number,
    name: one.name,
    cause: one.cause,
    authors: one.authors.flatMap((id) => names.get(id) ?? []),
    createdAt: one.createdAt,
    restoredFrom: one.restoredFrom,
  });

  const thread = (one: ReportThread, names: Names): ThreadView => ({
    thread: one.thread,
    block: one.block,
    quote: one.quote,
    resolved:
      one.resolved === null
        ? null
        : { at: one.resolved.at, by: names.get(one.resolved.by) ?? null },
    comments: one.comments.map(
      (comment): CommentView => ({
        id: comment.id,
        author: names.get(comment.author) ?? null,
        body: comment.body,
        mentions: comment.mentions.flatMap((id) => names.get(id) ?? []),
        createdAt: comment.createdAt,
        editedAt: comment.editedAt,
      }),
    ),
  });

  const link = (one: ReportLink, names: Names): LinkView => ({
    ...one,
    createdBy: names.get(one.createdBy) ?? null,
  });

  return {
    async list(found: readonly FoundReport[]) {
      const names = await usernames(found.map(({ report }) => report.createdBy));
      return found.map((one) => ({ ...head(one, names), preview: one.report.preview }));
    },

    async detail(found: FoundReport): Promise<ReportDetail> {
      const { report, may } = found;
      const names = await usernames([report.createdBy]);
      return {
        ...head(found, names),
        may,
        frameOrigins: [...report.frameOrigins],
        version: report.version,
      };
    },

    async versions(listed: readonly ReportVersion[]): Promise<VersionView[]> {
      const names = await usernames(listed.flatMap(({ authors }) => authors));
      return listed.map((one) => version(one, names));
    },

    async threads(listed: readonly ReportThread[]): Promise<ThreadView[]> {
      const names = await usernames(
        listed.flatMap(({ comments, resolved }) => [
          resolved?.by ?? null,
          ...comments.flatMap(({ author, mentions }) => [author, ...mentions]),
        ]),
      );
      return listed.map((one) => thread(one, names));
    },

    async links(listed: readonly ReportLink[]): Promise<LinkView[]> {
      const names = await usernames(listed.map(({ createdBy }) => createdBy));
      return listed.map((one) => link(one, names));
    },
  };
}

export type ReportViews = ReturnType<typeof createReportViews>;
