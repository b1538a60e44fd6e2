import { Columns3 } from 'lucide-react';
import { Button } from '../../../components/button.tsx';
import { ChoicesField } from '../../../components/fields.tsx';
import { Popover } from '../../../components/popover.tsx';
import styles from './list.module.css';

/** Which scores are columns. */
export function ScoresControl({
  keys,
  chosen,
  onChange,
}: {
  readonly keys: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  return (
    <Popover
      label="Scores"
      align="end"
      trigger={
        <Button icon={<Columns3 aria-hidden />}>
          Scores ({chosen.length} of {keys.length})
        </Button>
      }
    >
      <div className={styles.scores}>
        <ChoicesField
          label="Scores as columns"
          chosen={chosen}
          choices={keys.map((key) => ({ value: key, label: key }))}
          whenEmpty="There are no scores yet."
          onChange={onChange}
        />
      </div>
    </Popover>
  );
}
