import type { ConsoleLabels } from '@runloom/model';
import {
  ChevronDown,
  ChevronUp,
  Clock,
  Download,
  ListFilter,
  Regex,
  TriangleAlert,
} from 'lucide-react';
import type { Ref } from 'react';
import { buttonClass } from '../../../components/button.tsx';
import { formatCount, formatPlural } from '../../../components/format.ts';
import { IconButton } from '../../../components/icon-button.tsx';
import { SearchField } from '../../../components/search-field.tsx';
import type { ConsoleSearch } from '../../../data/console.ts';
import styles from './console.module.css';
import { ConsoleFilters } from './console-filters.tsx';
import { CopyLogButton } from './copy-log-button.tsx';

/** What was found: null while nothing is searched. */
export interface Found {
  readonly count: number;
  /** More may be there than are counted. */
  readonly isCut: boolean;
  /** Counted from 1; 0 when the reader stands at none. */
  readonly position: number;
}

/** Search, and what can be done with the log. */
export function ConsoleToolbar({
  search,
  onSearch,
  searchRef,
  found,
  onStep,
  narrowing,
  onNarrowing,
  labels,
  onError,
  isNarrowed,
  onNarrow,
  showsTime,
  onTime,
  count,
  address,
  downloadAddress,
}: {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly searchRef: Ref<HTMLInputElement>;
  readonly found: Found | null;
  readonly onStep: (by: 1 | -1) => void;
  readonly narrowing: ConsoleSearch;
  readonly onNarrowing: (
    change: Partial<Pick<ConsoleSearch, 'isPattern' | 'level' | 'label'>>,
  ) => void;
  readonly labels: ConsoleLabels['labels'];
  readonly onError: () => void;
  readonly isNarrowed: boolean;
  readonly onNarrow: (isNarrowed: boolean) => void;
  readonly showsTime: boolean;
  readonly onTime: (showsTime: boolean) => void;
  readonly count: number;
  readonly address: { readonly entity: string; readonly project: string; readonly run: string };
  readonly downloadAddress: string;
}) {
  const hasMatches = found !== null && found.count > 0;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Console">
      <SearchField
        className={styles.search}
        label="Search the output"
        inputRef={searchRef}
        value={search}
        onChange={onSearch}
        trailing={found === null ? null : <span role="status">{foundText(found)}</span>}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          onStep(event.shiftKey ? -1 : 1);
        }}
      />
      <div className={styles.group}>
        <IconButton
          size="small"
          label="Search by pattern (regular expression)"
          icon={<Regex aria-hidden />}
          isPressed={narrowing.isPattern}
          onClick={() => onNarrowing({ isPattern: !narrowing.isPattern })}
        />
        <IconButton
          size="small"
          label="Previous match"
          shortcut="⇧ Enter"
          icon={<ChevronUp aria-hidden />}
          disabled={!hasMatches}
          onClick={() => onStep(-1)}
        />
        <IconButton
          size="small"
          label="Next match"
          shortcut="Enter"
          icon={<ChevronDown aria-hidden />}
          disabled={!hasMatches}
          onClick={() => onStep(1)}
        />
        <IconButton
          size="small"
          label="Only lines that match"
          icon={<ListFilter aria-hidden />}
          isPressed={isNarrowed}
          disabled={!hasMatches && !isNarrowed}
          onClick={() => onNarrow(!isNarrowed)}
        />
      </div>
      <ConsoleFilters narrowing={narrowing} onNarrowing={onNarrowing} labels={labels} />
      <IconButton
        size="small"
        label="Next error"
        shortcut="E"
        icon={<TriangleAlert aria-hidden />}
        onClick={onError}
      />
      <span className={styles.spacer} />
      <span className={styles.count}>{formatPlural(count, 'line')}</span>
      <div className={styles.group}>
        <IconButton
          size="small"
          label="Times"
          icon={<Clock aria-hidden />}
          isPressed={showsTime}
          onClick={() => onTime(!showsTime)}
        />
        <CopyLogButton address={address} />
      </div>
      <a className={buttonClass('secondary', 'small')} href={downloadAddress} download>
        <Download aria-hidden />
        Download
      </a>
    </div>
  );
}

function foundText({ count, isCut, position }: Found): string {
  if (count === 0) return 'No match';
  const total = `${formatCount(count)}${isCut ? '+' : ''}`;
  return position === 0 ? total : `${formatCount(position)} of ${total}`;
}
