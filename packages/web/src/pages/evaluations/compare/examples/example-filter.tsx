import { type CallCondition, FilterTextError, parseCallFilter } from '@runloom/model';
import { ListFilter, TriangleAlert } from 'lucide-react';
import { Button } from '../../../../components/button.tsx';
import { FilterTextField } from '../../../../components/filter-text-field.tsx';
import { Popover } from '../../../../components/popover.tsx';
import { shownText } from '../../../../components/shown-text.ts';
import { EXAMPLE_FIELDS } from './example-fields.ts';
import styles from './examples.module.css';

/** The filter that a text says, or what is wrong with it. */
export function readExampleFilter(text: string): {
  readonly filter: CallCondition | null;
  readonly problem: FilterTextError | null;
} {
  if (text.trim() === '') return { filter: null, problem: null };
  try {
    return { filter: parseCallFilter(text, EXAMPLE_FIELDS), problem: null };
  } catch (error) {
    if (error instanceof FilterTextError) return { filter: null, problem: error };
    throw error;
  }
}

const MOST_NAMED = 12;

/** Conditions on inputs, outputs and scores, as text. */
export function ExampleFilter({
  text,
  scores,
  onChange,
}: {
  readonly text: string;
  readonly scores: readonly string[];
  readonly onChange: (text: string) => void;
}) {
  const { problem } = readExampleFilter(text);
  const [first = 'match'] = scores;
  return (
    <Popover
      label="Filter"
      trigger={
        <Button
          aria-pressed={text !== ''}
          icon={problem ? <TriangleAlert aria-hidden /> : <ListFilter aria-hidden />}
        >
          Filter{problem ? ': error' : ''}
        </Button>
      }
    >
      <div className={styles.filter}>
        <FilterTextField
          text={text}
          placeholder={`A.scores.${first} = 1 and B.scores.${first} = 0 and inputs contains "Paris"`}
          problemOf={(draft) => readExampleFilter(draft).problem}
          onChange={onChange}
        />
        <p className={styles.fields}>
          Fields: <code>inputs.…</code>, <code>output</code>, <code>latency</code>,{' '}
          <code>tokens</code>, <code>cost</code>, <code>trials</code>, <code>failures</code>
          {scores.slice(0, MOST_NAMED).map((key) => (
            <span key={key}>
              , <code>{shownText(`scores.${key}`)}</code>
            </span>
          ))}
          . <code>B.</code> in front means evaluation B; without a letter, any of them.
        </p>
        <Button size="small" disabled={text === ''} onClick={() => onChange('')}>
          Clear
        </Button>
      </div>
    </Popover>
  );
}
