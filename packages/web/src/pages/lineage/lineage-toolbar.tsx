import { Minus, Plus } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { formatCount } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { Segmented } from '../../components/segmented.tsx';
import { shownText } from '../../components/shown-text.ts';
import styles from './lineage.module.css';

type Direction = 'both' | 'upstream' | 'downstream';

/** What of the lineage is shown: how far, which way, which types. */
export function LineageToolbar({
  direction,
  depth,
  mostDepth,
  shows,
  kinds,
  hidden,
  search,
  foundCount,
  isLit,
  onDirection,
  onDepth,
  onShow,
  onHidden,
  onSearch,
  onClearLight,
}: {
  readonly direction: Direction;
  readonly depth: number;
  readonly mostDepth: number;
  readonly shows: 'graph' | 'list';
  readonly kinds: readonly { readonly kind: string; readonly count: number }[];
  readonly hidden: ReadonlySet<string>;
  readonly search: string;
  readonly foundCount: number | null;
  readonly isLit: boolean;
  readonly onDirection: (direction: Direction) => void;
  readonly onDepth: (depth: number) => void;
  readonly onShow: (shows: 'graph' | 'list') => void;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
  readonly onSearch: (search: string) => void;
  readonly onClearLight: () => void;
}) {
  const toggle = (kind: string) => {
    const next = new Set(hidden);
    if (!next.delete(kind)) next.add(kind);
    onHidden(next);
  };
  return (
    <div className={styles.toolbar}>
      <SearchField
        className={styles.search}
        label="Search the lineage"
        placeholder="Search"
        value={search}
        onChange={onSearch}
        trailing={foundCount === null ? null : formatCount(foundCount)}
      />
      <Segmented
        label="Direction"
        value={direction}
        choices={[
          { value: 'both', label: 'Both' },
          { value: 'upstream', label: 'Made from' },
          { value: 'downstream', label: 'Came of it' },
        ]}
        onChange={onDirection}
      />
      <fieldset className={styles.depth}>
        <legend className="visually-hidden">How far</legend>
        <IconButton
          label="One step less"
          size="small"
          icon={<Minus aria-hidden />}
          disabled={depth <= 1}
          onClick={() => onDepth(depth - 1)}
        />
        <span role="status">{depth === 1 ? '1 step' : `${depth} steps`}</span>
        <IconButton
          label="One step more"
          size="small"
          icon={<Plus aria-hidden />}
          disabled={depth >= mostDepth}
          onClick={() => onDepth(depth + 1)}
        />
      </fieldset>
      <fieldset className={styles.kinds}>
        <legend className="visually-hidden">Types shown</legend>
        {kinds.map(({ kind, count }) => (
          <button
            key={kind}
            type="button"
            className={styles.kindChoice}
            aria-pressed={!hidden.has(kind)}
            onClick={() => toggle(kind)}
          >
            <span className={styles.swatch} data-kind={kind.split(':', 1)[0]} />
            <bdi>{shownText(kind)}</bdi>
            <span className={styles.faint}>{formatCount(count)}</span>
          </button>
        ))}
      </fieldset>
      {isLit ? (
        <Button size="small" kind="quiet" onClick={onClearLight}>
          Light on all
        </Button>
      ) : null}
      <span className={styles.spacer} />
      <Segmented
        label="Show as"
        value={shows}
        choices={[
          { value: 'graph', label: 'Graph' },
          { value: 'list', label: 'List' },
        ]}
        onChange={onShow}
      />
    </div>
  );
}
