import { ChevronRight } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { ArtifactReferenceLink } from '../artifact-reference/artifact-reference-link.tsx';
import { readReference } from '../artifact-reference/read-reference.ts';
import { classNames } from '../class-names.ts';
import { CopyButton } from '../copy-button.tsx';
import { Highlight } from '../highlight.tsx';
import { Truncated } from '../truncated.tsx';
import { VirtualList } from '../virtual-list.tsx';
import { valueText } from './api-json.ts';
import { type ValueRow, valueRows } from './rows.ts';
import styles from './value-tree.module.css';

const ROW_HEIGHT = 26;

/**
 * Keys and values, nested ones folded; only what is in view is drawn.
 * @param maxHeight px; the list is no higher than its rows. Omit to fill what is around it.
 */
export function ValueTree({
  value,
  label,
  search = '',
  isSorted = false,
  maxHeight,
  whenEmpty,
}: {
  readonly value: unknown;
  readonly label: string;
  readonly search?: string;
  readonly isSorted?: boolean;
  readonly maxHeight?: number;
  readonly whenEmpty?: ReactNode;
}) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(
    () => valueRows(value, { open, search, isSorted }),
    [value, open, search, isSorted],
  );
  if (rows.length === 0) {
    return (
      <p className={styles.none}>{search === '' ? whenEmpty : `Nothing matches “${search}”.`}</p>
    );
  }
  const toggle = (path: string) => {
    const next = new Set(open);
    if (!next.delete(path)) next.add(path);
    setOpen(next);
  };
  const list = (
    <VirtualList
      label={label}
      count={rows.length}
      rowHeight={ROW_HEIGHT}
      rowKey={(index) => rows[index]?.path ?? index}
      renderRow={(index) => {
        const row = rows[index];
        return row ? <TreeRow row={row} search={search} onToggle={toggle} /> : null;
      }}
    />
  );
  if (maxHeight === undefined) return list;
  return <div style={{ height: Math.min(maxHeight, rows.length * ROW_HEIGHT) }}>{list}</div>;
}

function TreeRow({
  row,
  search,
  onToggle,
}: {
  readonly row: ValueRow;
  readonly search: string;
  readonly onToggle: (path: string) => void;
}) {
  const indent = { paddingInlineStart: 22 + row.depth * 16 };
  const key = (
    <Truncated text={row.key}>
      <Highlight text={row.key} search={search} />
    </Truncated>
  );
  const reference = readReference(row.value);
  const text = (
    <Truncated text={row.text}>
      <Highlight text={row.text} search={search} />
    </Truncated>
  );
  return (
    <div className={styles.row}>
      {row.isFoldable ? (
        <button
          type="button"
          className={classNames(styles.key, styles.foldable)}
          style={indent}
          aria-expanded={row.isOpen}
          onClick={() => onToggle(row.path)}
        >
          <ChevronRight aria-hidden className={styles.chevron} />
          {key}
        </button>
      ) : (
        <span className={styles.key} style={indent}>
          {key}
        </span>
      )}
      <span className={classNames(styles.value, styles[row.kind], row.isFoldable && styles.folded)}>
        {reference === null || (row.isFoldable && row.isOpen) ? (
          text
        ) : (
          <ArtifactReferenceLink reference={reference}>{text}</ArtifactReferenceLink>
        )}
      </span>
      <span className={styles.copy}>
        <CopyButton
          text={typeof row.value === 'string' ? row.value : valueText(row.value, 2)}
          label={`Copy ${row.key}`}
        />
      </span>
    </div>
  );
}
