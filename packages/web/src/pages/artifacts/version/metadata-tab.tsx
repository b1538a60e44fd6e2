import { useState } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { formatCount } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { valueText } from '../../../components/value-tree/api-json.ts';
import { ValueTree } from '../../../components/value-tree/value-tree.tsx';
import styles from './version.module.css';
import { useShownVersion } from './version-context.ts';

/** All that the script said of the version. */
export function MetadataTab() {
  return (
    <div className={styles.padded}>
      <MetadataPanel />
    </div>
  );
}

/** @param maxHeight px; all of it when absent */
export function MetadataPanel({ maxHeight = 4_000 }: { readonly maxHeight?: number }) {
  const { detail } = useShownVersion();
  const [search, setSearch] = useState('');
  const { metadata } = detail;
  const count = Object.keys(metadata).length;
  return (
    <Panel
      title="Metadata"
      count={formatCount(count)}
      isFlush
      controls={
        count === 0 ? null : (
          <>
            <SearchField
              className={styles.search}
              label="Search metadata"
              placeholder="Search"
              value={search}
              onChange={setSearch}
            />
            <CopyButton text={valueText(metadata, 2)} label="Copy metadata as JSON" />
          </>
        )
      }
    >
      <ValueTree
        value={metadata}
        label="Metadata"
        search={search}
        isSorted
        maxHeight={maxHeight}
        whenEmpty="The script gave no metadata. What it sets as artifact.metadata is shown here."
      />
    </Panel>
  );
}
