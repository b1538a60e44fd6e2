import { EMPTY_DOCUMENT, type ReportDocument } from '@runloom/model';
import type { Log } from '../../platform/logging.ts';
import type { Accounts } from '../accounts/index.ts';
import type { Projects } from '../projects/index.ts';
import type { View, ViewId, Views } from '../views/index.ts';
import { DRAFT, PUBLISHED } from './client-reports.ts';
import type { JsonBlobs } from './json-blobs.ts';
import { RESERVED_TYPE } from './service.ts';
import type { ReportStore } from './store.ts';
import { beginText } from './text/fragment.ts';
import { readDocument } from './text/schema.ts';
import { textsOf } from './text/searchable.ts';
import type { ReportFormat, ReportId, ReportPlace } from './types.ts';

const READ_AT_ONCE = 50;

/**
 * Makes reports of the views that clients wrote before there were reports, under the same ids. Done
 * once; what can't be read as a document begins empty and keeps the client's text.
 */
export function createAdoption(deps: {
  views: Pick<Views, 'listOfTypes' | 'reserve'>;
  store: ReportStore;
  json: Pick<JsonBlobs, 'digestOf'>;
  accounts: Pick<Accounts, 'getUser'>;
  projects: Pick<Projects, 'findById'>;
  format: ReportFormat;
  log: Log;
}): () => Promise<void> {
  const { views, store, json, accounts, projects, format, log } = deps;
  let done: Promise<void> | null = null;

  async function adoptAll(): Promise<void> {
    let after: ViewId | null = null;
    for (;;) {
      const page: readonly View[] = await views.listOfTypes([PUBLISHED, DRAFT], {
        after,
        limit: READ_AT_ONCE,
      });
      for (const view of page) await adopt(view);
      after = page.at(-1)?.id ?? null;
      if (after === null) return;
    }
  }

  async function adopt(view: View): Promise<void> {
    const project = await projects.findById(view.projectId);
    // It lies in the trash, and is looked at again with the next start.
    if (project === null) return;
    const id = view.id as number as ReportId;
    const facts = {
      id,
      title: view.displayName || view.name || 'Untitled report',
      description: view.description,
      isDraft: view.type === DRAFT,
    };
    const place = { ...facts, entityName: project.entityName, projectName: project.name };
    const read = readText(view.spec, place);
    const { snapshot, document } = beginText(readDocument(read ?? EMPTY_DOCUMENT));
    await store.insert({
      ...facts,
      projectId: view.projectId,
      visibility: 'project',
      frameOrigins: [],
      createdBy: view.createdBy,
      createdAt: view.createdAt,
      author: (await accounts.getUser(view.createdBy))?.username ?? '',
      snapshot,
      ...textsOf(document),
    });
    const { name, previewUrl, coverUrl, spec: text } = view;
    // Without a document of its own the text stays what clients are told, until something is written.
    await store.putClientText(id, {
      name,
      previewUrl,
      coverUrl,
      text,
      digest: json.digestOf(document),
    });
    await views.reserve(view.id, RESERVED_TYPE);
  }

  function readText(text: string, place: ReportPlace): ReportDocument | null {
    try {
      const document = format.read(text, place, null);
      readDocument(document);
      return document;
    } catch (error) {
      log.warn({ err: error, report: place.id }, 'a report of a client could not be read');
      return null;
    }
  }

  return () => {
    done ??= adoptAll().catch((error: unknown) => {
      done = null;
      throw error;
    });
    return done;
  };
}
