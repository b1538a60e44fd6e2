import type { Log } from '../../platform/logging.ts';
import type { BlobStore } from '../../stores/blobs/types.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import type { Accounts } from '../accounts/index.ts';
import type { Contents } from '../contents/index.ts';
import type { Projects } from '../projects/index.ts';
import type { Views } from '../views/index.ts';
import { createAccess } from './access.ts';
import { createAdoption } from './adoption.ts';
import { createClientLinks } from './client-links.ts';
import { createClientReports } from './client-reports.ts';
import { createCommentStore } from './comment-store.ts';
import { createComments } from './comments.ts';
import { createEvidence } from './evidence.ts';
import { createFileStore } from './file-store.ts';
import { createFiles } from './files.ts';
import { frozenIn } from './frozen-blocks.ts';
import { createJsonBlobs } from './json-blobs.ts';
import { createLinkStore } from './link-store.ts';
import { createLinks } from './links.ts';
import { createMentions } from './mentions.ts';
import { createRenewals } from './renewal.ts';
import { createReportService } from './service.ts';
import { createReportStore } from './store.ts';
import { createTapeStore } from './tape-store.ts';
import { createTextStore } from './text/text-store.ts';
import { createTexts } from './text/texts.ts';
import type {
  ClientLinks,
  ReportComments,
  ReportEdit,
  ReportEvidence,
  ReportFiles,
  ReportFormat,
  ReportLinks,
  ReportListener,
  Reports,
} from './types.ts';

/** Everything about reports, by topic. */
export interface ReportDomain {
  readonly reports: Reports;
  readonly comments: ReportComments;
  readonly files: ReportFiles;
  readonly links: ReportLinks;
  readonly evidence: ReportEvidence;
  readonly clientLinks: ClientLinks;
  /** The views of clients of W&B with reports among them. */
  clientViews(views: Views, format: ReportFormat): Views;
  /** Makes versions of texts that were left without one. */
  sweep(): Promise<void>;
  /** Makes everything durable and ends the work on all texts. */
  stop(): Promise<void>;
}

/** Reports over the metadata store and the blob store. `clock` in milliseconds. */
export function createReports(deps: {
  metadata: MetadataStore;
  blobs: BlobStore;
  contents: Pick<Contents, 'release' | 'refuseWhileRemoved' | 'findRemoved'>;
  accounts: Pick<Accounts, 'may' | 'getEntity' | 'getUser' | 'findUser' | 'findOwner'>;
  projects: Pick<Projects, 'find' | 'findById' | 'list'>;
  /** Number reports. */
  views: Pick<Views, 'create' | 'remove'>;
  listener?: ReportListener;
  /** Told of what people typed, before it becomes a version. A rejection keeps the version waiting. */
  onEdited?: (edit: ReportEdit) => Promise<void>;
  /** Makes tokens of links that scripts share. */
  secret: Uint8Array;
  log: Log;
  clock?: () => number;
}): ReportDomain {
  const { metadata, accounts, projects, log } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createReportStore(metadata);
  const textStore = createTextStore(metadata);
  const tapes = createTapeStore(metadata);
  const json = createJsonBlobs(deps);
  const access = createAccess({ accounts, projects, store });
  const mentions = createMentions({ accounts, access, listener: deps.listener ?? {}, log });
  const texts = createTexts({
    store: textStore,
    json,
    isShared: metadata.engine === 'postgres',
    events: {
      opened: (id, document) => mentions.beginText(id, document),
      async edited(id, changes, version) {
        const report = await store.get(id);
        const project = report && (await projects.findById(report.projectId));
        if (!project) return;
        for (const [author, count] of changes) {
          await deps.onEdited?.({ report, project, author, changeCount: count, ...version });
        }
      },
      settled: (id, document, by) => mentions.noticeText(id, document, by),
      versioned: (id, document) => tapes.keep(id, [...frozenIn(document).values()]),
      closed: (id) => mentions.endText(id),
    },
    clock,
    log,
  });
  const shared = { ...deps, access, store, texts, tapes, json, clock };
  const { files, reader: fileReader } = createFiles({
    ...shared,
    files: createFileStore(metadata),
  });
  const { evidence, reader: tapeReader, renew } = createEvidence({ ...shared, fileReader });
  const renewals = createRenewals({ ...shared, renew });
  const reports = createReportService({ ...shared, textStore });
  const links = createLinkStore(metadata);

  let adopt = async (): Promise<void> => {};

  return {
    reports,
    comments: createComments({
      access,
      comments: createCommentStore(metadata),
      mentions,
      clock,
    }),
    files,
    links: createLinks({ ...shared, links, tapeReader, fileReader, renewals }),
    clientLinks: createClientLinks({ ...shared, links }),
    evidence,
    clientViews(views, format) {
      adopt = createAdoption({ ...shared, views, format });
      return createClientReports({ ...shared, views, reports, format, ready: adopt });
    },
    async sweep() {
      await adopt();
      await texts.sweep();
    },
    async stop() {
      await renewals.settle();
      await texts.stop();
    },
  };
}
