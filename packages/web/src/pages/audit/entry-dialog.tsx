import type { AuditEntry } from '@runloom/model';
import { CodeBlock } from '../../components/code-block.tsx';
import { DefinitionList } from '../../components/definition-list.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { formatDateTime } from '../../components/format.ts';
import styles from './audit.module.css';
import { OutcomeBadge, whoOf } from './entry-parts.tsx';

const VIA: Readonly<Record<AuditEntry['actor']['via'], string>> = {
  session: 'Browser session',
  key: 'API key',
  nobody: 'Not signed in',
  server: 'The server itself',
};

/** All that the log holds of one entry. */
export function EntryDialog({
  entry,
  onClose,
}: {
  readonly entry: AuditEntry | null;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      isOpen={entry !== null}
      onClose={onClose}
      title={entry === null ? '' : `Entry ${entry.sequence}: ${entry.action}`}
      width="medium"
    >
      {entry === null ? null : <Entry entry={entry} />}
    </Dialog>
  );
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const { actor, resource } = entry;
  const by = actor.key === null ? VIA[actor.via] : `${VIA[actor.via]} ${actor.key}…`;
  const hasDetails = Object.keys(entry.details).length > 0;
  return (
    <div className={styles.entry}>
      <DefinitionList
        entries={[
          { term: 'Time', value: formatDateTime(entry.at) },
          { term: 'Outcome', value: <OutcomeBadge entry={entry} /> },
          { term: 'Who', value: whoOf(entry) },
          { term: 'By', value: by },
          { term: 'From', value: entry.address ?? '–' },
          { term: 'On what', value: `${resource.kind} ${resource.name}`.trim() },
          { term: 'Organization', value: entry.organization ?? '–' },
          { term: 'Request', value: entry.request ?? '–' },
          { term: 'Hash', value: <code className={styles.hash}>{entry.hash}</code> },
          { term: 'Hash before', value: <code className={styles.hash}>{entry.previous}</code> },
        ]}
      />
      {hasDetails ? (
        <CodeBlock label="Details" title="Details" text={JSON.stringify(entry.details, null, 2)} />
      ) : null}
    </div>
  );
}
