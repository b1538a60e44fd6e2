import { ChartLine } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ChoiceList } from '../../../components/choice-list.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { formatCount } from '../../../components/format.ts';
import { SearchField } from '../../../components/search-field.tsx';
import { Segmented } from '../../../components/segmented.tsx';
import { shownText } from '../../../components/shown-text.ts';
import { PANEL_TYPES } from '../../registry.ts';
import { useBoard } from '../board-context.ts';
import { createMatcher } from '../matcher.ts';
import { newPanelId } from '../reducers/panels.ts';
import type { Section } from '../sections.ts';
import styles from './add-panel-dialog.module.css';

/** Names listed at once; more are found by typing. */
const MOST_LISTED = 200;

/** Adds panels to a section: of metrics, one for each or one for all of them, or of any type. */
export function AddPanelDialog({
  section,
  onClose,
}: {
  readonly section: Section;
  readonly onClose: () => void;
}) {
  const [tab, setTab] = useState<'metrics' | 'types'>('metrics');
  return (
    <Dialog isOpen width="medium" title={`Add to ${shownText(section.title)}`} onClose={onClose}>
      <div className={styles.body}>
        <Segmented
          label="What to add"
          value={tab}
          choices={[
            { value: 'metrics', label: 'Metrics' },
            { value: 'types', label: 'Other panels' },
          ]}
          onChange={setTab}
        />
        {tab === 'metrics' ? (
          <Metrics section={section} onClose={onClose} />
        ) : (
          <Types section={section} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

interface Props {
  readonly section: Section;
  readonly onClose: () => void;
}

/** Every name that the search finds can be ticked; each gets a panel, or all share one. */
function Metrics({ section, onClose }: Props) {
  const { metricKeys, dispatch } = useBoard();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const matcher = useMemo(() => createMatcher(search, true), [search]);
  const found = useMemo(() => metricKeys.filter(matcher.matches), [metricKeys, matcher]);
  const keys = metricKeys.filter((key) => chosen.has(key));
  const toggle = (key: string) => {
    const next = new Set(chosen);
    if (!next.delete(key)) next.add(key);
    setChosen(next);
  };
  const addEach = () => {
    for (const key of keys) {
      dispatch({
        kind: 'panel/add',
        entry: {
          id: newPanelId(),
          type: 'line',
          section: section.id,
          metric: { stream: 'history', key },
        },
      });
    }
    onClose();
  };
  const addTogether = (metrics: object, title: string) => {
    dispatch({
      kind: 'panel/add',
      entry: {
        id: newPanelId(),
        type: 'line',
        section: section.id,
        title: title.slice(0, 200),
        settings: { metrics },
      },
    });
    onClose();
  };
  return (
    <>
      <SearchField
        label="Search metrics to add"
        placeholder="Search metrics (regular expression)"
        value={search}
        trailing={`${formatCount(found.length)} found`}
        onChange={setSearch}
      />
      <ChoiceList
        label="Metrics"
        names={found.slice(0, MOST_LISTED)}
        isChosen={(key) => chosen.has(key)}
        onToggle={toggle}
        height={300}
      >
        {found.length > MOST_LISTED ? (
          <li className={styles.more}>
            Type to find the other {formatCount(found.length - MOST_LISTED)}.
          </li>
        ) : null}
      </ChoiceList>
      <div className={styles.actions}>
        <Button
          disabled={search === '' || matcher.isBroken}
          onClick={() => addTogether({ kind: 'pattern', pattern: search }, `/${search}/`)}
        >
          One panel of all that match, now and later
        </Button>
        <Button
          disabled={keys.length < 2}
          onClick={() => addTogether({ kind: 'keys', keys }, keys.join(', '))}
        >
          One panel of all
        </Button>
        <Button kind="primary" disabled={keys.length === 0} onClick={addEach}>
          {keys.length > 1 ? `Add ${formatCount(keys.length)} panels` : 'Add the panel'}
        </Button>
      </div>
    </>
  );
}

function Types({ section, onClose }: Props) {
  const { dispatch, edit } = useBoard();
  const add = (type: string) => {
    const id = newPanelId();
    const manifest = PANEL_TYPES.find((known) => known.id === type);
    dispatch({
      kind: 'panel/add',
      entry: {
        id,
        type,
        section: section.id,
        ...(manifest?.size === undefined ? {} : { size: manifest.size }),
      },
    });
    onClose();
    if (manifest?.Form) edit(id);
  };
  return (
    <ul className={styles.types}>
      {PANEL_TYPES.map(({ id, name, description, icon: Icon = ChartLine }) => (
        <li key={id}>
          <button type="button" className={styles.type} onClick={() => add(id)}>
            <Icon aria-hidden />
            <span>
              <strong>{name}</strong>
              <span className={styles.description}>{description}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
