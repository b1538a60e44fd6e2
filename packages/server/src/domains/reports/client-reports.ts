import { invalid, nullIfNotFound } from '../../platform/errors.ts';
import type { Actor } from '../accounts/index.ts';
import type { Project, Projects } from '../projects/index.ts';
import {
  checkSpec,
  type View,
  type ViewChange,
  type ViewFilter,
  type ViewId,
  type Views,
} from '../views/index.ts';
import { type Access, rightsIn } from './access.ts';
import type { JsonBlobs } from './json-blobs.ts';
import { RESERVED_TYPE } from './service.ts';
import type { ClientText, ReportStore } from './store.ts';
import { readDocument, toDocument } from './text/schema.ts';
import type { Texts } from './text/texts.ts';
import type { FoundReport, ReportFormat, ReportId, ReportPlace, Reports } from './types.ts';

/** What clients call reports and those that are not published yet. */
export const PUBLISHED = 'runs';
export const DRAFT = 'runs/draft';

/** What is not there is called the same, whether it is a report that one may not see or nothing. */
const WHAT = 'This view';

/**
 * Views as clients of W&B know them, reports among them: a view of the type `runs` or `runs/draft` is a
 * report. What a client wrote is kept letter by letter and answered as long as the document says the
 * same; once it was changed here, the text is written anew from it.
 */
export function createClientReports(deps: {
  views: Views;
  reports: Reports;
  access: Access;
  store: ReportStore;
  texts: Pick<Texts, 'document'>;
  json: Pick<JsonBlobs, 'digestOf'>;
  projects: Pick<Projects, 'find'>;
  format: ReportFormat;
  /** Resolved when views that clients wrote before there were reports have become some. */
  ready: () => Promise<void>;
}): Views {
  const { views, reports, access, store, texts, json, format, ready } = deps;

  const isReport = async (id: ViewId): Promise<boolean> => {
    await ready();
    return (await store.get(reportId(id))) !== null;
  };

  async function viewOf({
    report,
    project,
  }: Pick<FoundReport, 'report' | 'project'>): Promise<{ view: View; project: Project }> {
    const client = await clientTextOf(report.id);
    const document = await texts.document(report.id);
    const spec =
      client.text !== null && client.digest === json.digestOf(document)
        ? client.text
        : format.write(document, placeOf(report, project), client.text);
    return {
      project,
      view: {
        id: report.id as number as ViewId,
        projectId: report.projectId,
        type: report.isDraft ? DRAFT : PUBLISHED,
        name: client.name,
        displayName: report.title,
        description: report.description,
        spec,
        previewUrl: client.previewUrl,
        coverUrl: client.coverUrl,
        createdBy: report.createdBy,
        createdAt: report.createdAt,
        updatedAt: report.updatedAt,
      },
    };
  }

  async function get(actor: Actor, id: ViewId) {
    return viewOf(await access.find(actor, reportId(id), 'read', WHAT));
  }

  async function clientTextOf(id: ReportId): Promise<ClientText> {
    const text = await store.clientText(id);
    return text ?? { text: null, digest: null, name: '', previewUrl: null, coverUrl: null };
  }

  /** The document of a client's text. @throws RunloomError('invalid') */
  function read(spec: string, place: ReportPlace, current: Parameters<ReportFormat['read']>[2]) {
    checkSpec(spec);
    try {
      return toDocument(readDocument(format.read(spec, place, current)));
    } catch (error) {
      if (error instanceof SyntaxError) throw invalid('The spec of a report must be JSON.');
      throw error;
    }
  }

  return {
    ...views,

    async create(actor, address, change) {
      if (!isReportType(change.type)) return views.create(actor, address, change);
      if (change.spec === undefined) throw invalid('A report needs a spec.');
      const facts = {
        title: change.displayName || change.name || 'Untitled report',
        description: change.description ?? '',
        isDraft: change.type === DRAFT,
      };
      const document = read(change.spec, { id: null, ...address, ...facts }, null);
      const visibility = 'project';
      const { report } = await reports.create(actor, address, { ...facts, visibility, document });
      await keepFace(report.id, change);
      const digest = json.digestOf(await texts.document(report.id));
      await store.putClientText(report.id, { text: change.spec, digest });
      return get(actor, report.id as number as ViewId);
    },

    async update(actor, id, change) {
      if (!(await isReport(id))) return views.update(actor, id, change);
      const { report, project } = await access.find(actor, reportId(id), 'write', WHAT);
      const { type, displayName, description, spec } = change;
      await reports.change(actor, report.id, {
        ...(displayName ? { title: displayName } : {}),
        ...(description === undefined ? {} : { description }),
        ...(isReportType(type) ? { isDraft: type === DRAFT } : {}),
      });
      await keepFace(report.id, change);
      if (spec !== undefined) {
        const document = await texts.document(report.id);
        const { text } = await clientTextOf(report.id);
        const next = read(spec, placeOf(report, project), { document, text });
        await reports.change(actor, report.id, { document: next });
        const digest = json.digestOf(await texts.document(report.id));
        await store.putClientText(report.id, { text: spec, digest });
      }
      return get(actor, id);
    },

    async get(actor, id) {
      return (await isReport(id)) ? get(actor, id) : views.get(actor, id);
    },

    async list(actor, project, filter, page) {
      await ready();
      if (isReportType(filter.type)) return listReports(actor, project, filter, page);
      const { views: listed, hasMore } = await views.list(actor, project, filter, page);
      // A view that keeps the number of a report stands for it.
      const shown = await Promise.all(
        listed.map((view) => (view.type === RESERVED_TYPE ? readable(actor, view.id) : view)),
      );
      return { views: shown.filter((view) => view !== null), hasMore };
    },

    async remove(actor, id) {
      if (!(await isReport(id))) return views.remove(actor, id);
      await access.find(actor, reportId(id), 'read', WHAT);
      return reports.remove(actor, reportId(id));
    },
  };

  function readable(actor: Actor, id: ViewId): Promise<View | null> {
    return get(actor, id).then(({ view }) => view, nullIfNotFound);
  }

  async function listReports(
    actor: Actor,
    project: Project,
    { type, ...filter }: ViewFilter,
    { first, after }: { first: number; after: ViewId | null },
  ): Promise<{ views: readonly View[]; hasMore: boolean }> {
    const standing = await access.standingIn(actor, project);
    const shown: View[] = [];
    let cursor = after === null ? null : reportId(after);
    for (;;) {
      const page = await store.listByNumber(
        project.id,
        { isDraft: type === DRAFT, ...filter },
        { after: cursor, limit: first + 1 },
      );
      for (const report of page) {
        if (rightsIn(report, actor, standing) !== null) {
          const found = await viewOf({ report, project }).catch(nullIfNotFound);
          if (found !== null) shown.push(found.view);
        }
        if (shown.length > first) return { views: shown.slice(0, first), hasMore: true };
        cursor = report.id;
      }
      if (page.length <= first) return { views: shown, hasMore: false };
    }
  }

  async function keepFace(id: ReportId, change: ViewChange): Promise<void> {
    const { name, previewUrl, coverUrl } = change;
    await store.putClientText(id, {
      ...(name === undefined ? {} : { name }),
      ...(previewUrl === undefined ? {} : { previewUrl }),
      ...(coverUrl === undefined ? {} : { coverUrl }),
    });
  }
}

const isReportType = (type: string | undefined): boolean => type === PUBLISHED || type === DRAFT;

const reportId = (id: ViewId): ReportId => id as number as ReportId;

function placeOf(
  { id, title, description, isDraft }: FoundReport['report'],
  { entityName, name }: Project,
): ReportPlace {
  return { id, entityName, projectName: name, title, description, isDraft };
}
