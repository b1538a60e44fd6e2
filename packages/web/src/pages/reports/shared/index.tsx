import type { SharedReport } from '@runloom/model';
import { getRouteApi } from '@tanstack/react-router';
import { Link2Off } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { PagePending } from '../../../app/shell/page-pending.tsx';
import { useTitle } from '../../../app/title.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { formatDateTime } from '../../../components/format.ts';
import { shownText } from '../../../components/shown-text.ts';
import { RequestError } from '../../../data/client.ts';
import { readSharedTape, sharedFileAddress, useSharedReport } from '../../../data/shared-report.ts';
import { playLater } from '../../../data/sources/tape.ts';
import type { Transport } from '../../../data/sources/transport.ts';
import { ReportEditor } from '../editor/report-editor.tsx';
import styles from '../report/report.module.css';
import { ReportContext, type ReportPlace } from '../report-context.ts';

const sharedRoute = getRouteApi('/shared/$token');
const embedRoute = getRouteApi('/embed/$token');

/** What somebody with a secret link reads, with an account or without. */
export function SharedReportPage() {
  return <Shared token={sharedRoute.useParams().token} />;
}

/** The same inside a page of another site. */
export function EmbeddedReportPage() {
  return <Shared token={embedRoute.useParams().token} isEmbedded />;
}

function Shared({
  token,
  isEmbedded = false,
}: {
  readonly token: string;
  readonly isEmbedded?: boolean;
}) {
  const { data, error, refetch } = useSharedReport(token);
  useTitle(data?.title ?? 'Shared report');
  // What was recorded again since the page was opened is only found under its new digest.
  const onStale = useCallback(() => void refetch(), [refetch]);
  if (data !== undefined) {
    return <SharedText token={token} shared={data} isEmbedded={isEmbedded} onStale={onStale} />;
  }
  if (error === null) return <PagePending />;
  const isOver = error instanceof RequestError && (error.status === 404 || error.status === 410);
  return (
    <main className={styles.shared}>
      {isOver ? (
        <EmptyState
          icon={<Link2Off aria-hidden />}
          title="This link shows nothing any more"
          heading="h1"
        >
          It has expired, was revoked, or never was. Ask whoever sent it for a new one.
        </EmptyState>
      ) : (
        <ErrorState error={error} onRetry={() => void refetch()} />
      )}
    </main>
  );
}

const NO_PEOPLE: readonly string[] = [];

/** What a block is drawn from. @param onStale told when there is another recording by now */
async function readTape(token: string, digest: string, onStale: () => void) {
  try {
    return await readSharedTape(token, digest);
  } catch (problem) {
    if (problem instanceof RequestError && problem.status === 404) onStale();
    throw problem;
  }
}

function SharedText({
  token,
  shared,
  isEmbedded,
  onStale,
}: {
  readonly token: string;
  readonly shared: SharedReport;
  readonly isEmbedded: boolean;
  readonly onStale: () => void;
}) {
  const isAlone = isEmbedded && isOneGrid(shared.document);
  const players = useRef(new Map<string, Transport>());
  const place = useMemo((): ReportPlace => {
    const tapes = new Map<string, Transport>(
      shared.tapes.map(({ block, digest }) => {
        // What is the same as before is not drawn anew.
        const known = players.current.get(digest);
        const player = known ?? playLater(() => readTape(token, digest, onStale));
        players.current.set(digest, player);
        return [block, player];
      }),
    );
    const times = new Map(shared.tapes.map(({ block, recordedAt }) => [block, recordedAt]));
    return {
      entity: shared.entityName,
      project: shared.projectName,
      report: '',
      canEdit: false,
      isShared: true,
      isAlone,
      fileAddress: (file) => sharedFileAddress(token, file),
      upload: () => Promise.reject(new Error('The report is only to be read here.')),
      // What was not recorded can't be asked for either.
      tapeOf: (block) => tapes.get(block) ?? null,
      recordedAt: (block) => times.get(block) ?? null,
      commentOn: () => {},
    };
  }, [token, shared, isAlone, onStale]);
  const text = (
    <ReportEditor
      sync={null}
      document={shared.document}
      people={NO_PEOPLE}
      onThread={ignore}
      onComment={null}
    />
  );
  if (isAlone) {
    return (
      <ReportContext value={place}>
        <main className={styles.onePanel}>
          <h1 className="visually-hidden">{shownText(shared.title)}</h1>
          {text}
        </main>
      </ReportContext>
    );
  }
  return (
    <ReportContext value={place}>
      <main className={styles.shared}>
        <article className={styles.sharedInner}>
          <header className={styles.reportHead}>
            <h1 className={styles.title} dir="auto">
              {shownText(shared.title)}
            </h1>
            {shared.description === '' ? null : (
              <p className={styles.description} dir="auto">
                {shownText(shared.description)}
              </p>
            )}
            <p className={styles.byline}>
              <bdi>{shownText(shared.authors.join(', '))}</bdi>
              <span>·</span>
              <time dateTime={new Date(shared.updatedAt).toISOString()}>
                {formatDateTime(shared.updatedAt)}
              </time>
            </p>
          </header>
          {text}
          <footer className={styles.sharedFoot}>
            Shared by a secret link from Runloom. The text is as it is now, the data{' '}
            {shared.live === null
              ? 'are as they were recorded: each block says when.'
              : 'are kept up to date while somebody looks: each block says of when they are.'}
          </footer>
        </article>
      </main>
    </ReportContext>
  );
}

/** A frame of one panel, or of one grid, needs no page around it. */
const isOneGrid = ({ content }: SharedReport['document']): boolean =>
  content.length === 1 && content[0]?.type === 'panelGrid';

const ignore = (): void => {};
