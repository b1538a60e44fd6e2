import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { variable } from '../legend-template.ts';
import { expressionProblem } from '../panel-subjects.ts';
import { Field, TextInput } from './fields.tsx';
import { useLineForm } from './form-context.ts';
import styles from './line-form.module.css';

const MOST_EXPRESSIONS = 20;

export function ExpressionsTab() {
  const { settings, set } = useLineForm();
  const { expressions } = settings;
  const change = (next: readonly string[]) => set({ expressions: [...next] });
  return (
    <Field
      names={['expressions']}
      label="Lines by expressions"
      hint={
        <>
          <code>+ - * / % ^</code>, <code>log exp abs sqrt min max diff cumsum</code>, metrics by
          name (<code>{variable('train/loss')}</code> where there are signs in it),{' '}
          <code>{variable('config:lr')}</code>, <code>{variable('summary:acc')}</code>. Evaluated
          for every row, before smoothing and grouping.
        </>
      }
    >
      <div className={styles.wide}>
        {expressions.map((text, index) => (
          <ExpressionInput
            key={index}
            text={text}
            number={index + 1}
            onChange={(next) => change(expressions.with(index, next))}
            onRemove={() => change(expressions.toSpliced(index, 1))}
          />
        ))}
        <Button
          size="small"
          icon={<Plus aria-hidden />}
          disabled={expressions.length >= MOST_EXPRESSIONS}
          onClick={() => change([...expressions, ''])}
        >
          Add an expression
        </Button>
      </div>
    </Field>
  );
}

function ExpressionInput({
  text,
  number,
  onChange,
  onRemove,
}: {
  readonly text: string;
  readonly number: number;
  readonly onChange: (text: string) => void;
  readonly onRemove: () => void;
}) {
  const problemId = useId();
  const problem = text.trim() === '' ? null : expressionProblem(text);
  return (
    <div className={styles.expression}>
      <div className={styles.expressionRow}>
        <TextInput
          label={`Expression ${number}`}
          placeholder={`loss / ${variable('config:batch_size')}`}
          value={text}
          isInvalid={problem !== null}
          describedBy={problem === null ? undefined : problemId}
          onChange={(value) => onChange(value.slice(0, 2000))}
        />
        <IconButton
          size="small"
          label={`Remove expression ${number}`}
          icon={<X aria-hidden />}
          onClick={onRemove}
        />
      </div>
      {problem ? (
        <div id={problemId} className={styles.problem} role="alert">
          <pre className={styles.place} aria-hidden="true">
            {text.slice(0, problem.at)}
            <mark>{text.slice(problem.at, problem.at + 1) || ' '}</mark>
            {text.slice(problem.at + 1)}
          </pre>
          <p>
            Sign {problem.at + 1}: {problem.message}
          </p>
        </div>
      ) : null}
    </div>
  );
}
