import { Choice } from '../../../../components/choice.tsx';
import type { JoinKind } from '../../../../components/table-viewer/table-join.ts';
import styles from '../../../../components/table-viewer/table-viewer.module.css';

const KINDS: readonly (readonly [kind: JoinKind, title: string])[] = [
  ['inner', 'Only rows with a partner'],
  ['left', 'All rows of this table'],
  ['outer', 'All rows of both'],
];

/** Which rows of two joined tables are kept. */
export function JoinKindChoice({
  kind,
  onChange,
}: {
  readonly kind: JoinKind;
  readonly onChange: (kind: JoinKind) => void;
}) {
  return (
    <Choice
      className={styles.choice}
      label="keeping"
      value={kind}
      choices={KINDS}
      onChange={(next) => onChange(KINDS.find(([one]) => one === next)?.[0] ?? 'inner')}
    />
  );
}
