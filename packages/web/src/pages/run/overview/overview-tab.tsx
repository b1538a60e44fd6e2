import { useState } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { formatCount } from '../../../components/format.ts';
import { Panel } from '../../../components/panel.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import { valueText } from '../../../components/value-tree/api-json.ts';
import { ValueTree } from '../../../components/value-tree/value-tree.tsx';
import { useShownRun } from '../run-context.ts';
import { AlertsPanel } from './alerts-panel.tsx';
import { DeadLetterPanel } from './dead-letter-panel.tsx';
import { DetailsPanel } from './details-panel.tsx';
import { NotesPanel } from './notes-panel.tsx';
import styles from './overview.module.css';

const TREE_HEIGHT = 560;

/** What the run was made of and what came out. */
export function OverviewTab() {
  const { run } = useShownRun();
  return (
    <div className={styles.overview}>
      <div className={styles.main}>
        {run.deadLetterCount > 0 ? <DeadLetterPanel /> : null}
        <AlertsPanel />
        <NotesPanel />
        <div className={styles.tables}>
          <KeyPanel
            title="Summary"
            value={run.summary}
            whenEmpty="The script has logged nothing yet. The last value of each metric is shown here."
          />
          <KeyPanel
            title="Config"
            value={run.config}
            whenEmpty="The script has set no config. What it gives to wandb.init(config=…) is shown here."
          />
        </div>
      </div>
      <aside className={styles.aside} aria-label="About the run">
        <DetailsPanel />
      </aside>
    </div>
  );
}

function KeyPanel({
  title,
  value,
  whenEmpty,
}: {
  readonly title: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly whenEmpty: string;
}) {
  const [search, setSearch] = useState('');
  const count = Object.keys(value).length;
  return (
    <Panel
      title={title}
      count={formatCount(count)}
      isFlush
      controls={
        count === 0 ? null : (
          <>
            <SearchField
              className={styles.search}
              label={`Search ${title.toLowerCase()}`}
              placeholder="Search"
              value={search}
              onChange={setSearch}
            />
            <CopyButton text={valueText(value, 2)} label={`Copy ${title.toLowerCase()} as JSON`} />
          </>
        )
      }
    >
      <ValueTree
        value={value}
        label={title}
        search={search}
        isSorted
        maxHeight={TREE_HEIGHT}
        whenEmpty={whenEmpty}
      />
    </Panel>
  );
}
