import type { ReactNode } from 'react';
import { CopyButton } from '../../../../components/copy-button.tsx';
import { DefinitionList } from '../../../../components/definition-list.tsx';
import { formatBytes, formatCount, formatDateTime } from '../../../../components/format.ts';
import { Panel } from '../../../../components/panel.tsx';
import { Truncated } from '../../../../components/truncated.tsx';
import artifacts from '../../artifacts.module.css';
import { RunLink } from '../../links.tsx';
import styles from '../version.module.css';
import { useShownVersion } from '../version-context.ts';
import { TtlField } from './ttl-field.tsx';

/** Digest, size, maker and time to live. */
export function DetailsPanel() {
  const { address, detail } = useShownVersion();
  const { digest, sizeBytes, fileCount, madeBy, user, commit, createdAt, updatedAt } = detail;
  const entries: ({ readonly term: string; readonly value: ReactNode } | null)[] = [
    {
      term: 'Made by run',
      value:
        madeBy === null ? (
          <span className={artifacts.none}>{user === null ? 'Nobody known' : 'No run'}</span>
        ) : (
          <RunLink run={madeBy} from={address} />
        ),
    },
    user === null ? null : { term: 'User', value: user },
    commit === '' ? null : { term: 'Commit', value: <Copied text={commit} what="commit" /> },
    { term: 'Digest', value: <Copied text={digest} what="digest" /> },
    { term: 'Size', value: formatBytes(sizeBytes) },
    { term: 'Files', value: formatCount(fileCount) },
    { term: 'Created', value: formatDateTime(createdAt) },
    updatedAt === createdAt ? null : { term: 'Changed', value: formatDateTime(updatedAt) },
    { term: 'Lives', value: <TtlField /> },
  ];
  return (
    <Panel title="Version">
      <DefinitionList entries={entries.filter((entry) => entry !== null)} />
    </Panel>
  );
}

function Copied({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <span className={styles.withCopy}>
      <Truncated text={text} className={artifacts.mono} />
      <CopyButton text={text} label={`Copy ${what}`} />
    </span>
  );
}
