import { SEARCH_KINDS, type SearchKind } from '@runloom/model';
import { X } from 'lucide-react';
import { KIND_LOOKS } from '../../components/search-hits/kinds.ts';
import { shownText } from '../../components/shown-text.ts';
import styles from './search.module.css';

/** Offered before anything was found. */
const COMMON: readonly SearchKind[] = [
  'project',
  'run',
  'report',
  'artifact',
  'dataset',
  'call',
  'person',
];

/** Narrows what is shown to some kinds, and says where is searched. */
export function KindFilter({
  chosen,
  offered,
  within,
  onChoose,
  onLeave,
}: {
  readonly chosen: readonly SearchKind[];
  /** Kinds of what was found. */
  readonly offered: readonly SearchKind[];
  readonly within: string;
  readonly onChoose: (kinds: readonly SearchKind[]) => void;
  readonly onLeave: () => void;
}) {
  const kinds = SEARCH_KINDS.filter((kind) => [...COMMON, ...chosen, ...offered].includes(kind));
  return (
    <fieldset className={styles.kinds}>
      <legend className={styles.hidden}>What to look for</legend>
      {within === '' ? null : (
        <button type="button" className={styles.kind} aria-pressed="true" onClick={onLeave}>
          <bdi>In {shownText(within)}</bdi>
          <X aria-label="Search everywhere" />
        </button>
      )}
      <button
        type="button"
        className={styles.kind}
        aria-pressed={chosen.length === 0}
        onClick={() => onChoose([])}
      >
        All
      </button>
      {kinds.map((kind) => {
        const { title, icon: Icon } = KIND_LOOKS[kind];
        const isChosen = chosen.includes(kind);
        return (
          <button
            key={kind}
            type="button"
            className={styles.kind}
            aria-pressed={isChosen}
            onClick={() =>
              onChoose(isChosen ? chosen.filter((other) => other !== kind) : [...chosen, kind])
            }
          >
            <Icon aria-hidden />
            {title}
          </button>
        );
      })}
    </fieldset>
  );
}
