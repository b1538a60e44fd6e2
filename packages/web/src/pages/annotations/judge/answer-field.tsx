import type { AnnotationFieldView, FieldKind } from '@runloom/model';
import { useId } from 'react';
import { classNames } from '../../../components/class-names.ts';
import { Kbd } from '../../../components/kbd.tsx';
import { Markdown } from '../../../components/markdown/markdown.tsx';
import { shownText } from '../../../components/shown-text.ts';
import shared from '../annotations.module.css';
import { type Answer, answerText, kindText } from '../kind-text.ts';
import styles from './judge.module.css';

/** More values than these are typed, not chosen. */
const MOST_BUTTONS = 11;

/** The answers that stand in sight; none where there are too many, or no bounds. */
export function choicesOf(
  value: FieldKind,
): readonly { readonly value: Answer; readonly label: string }[] {
  const shown = (one: Answer) => ({ value: one, label: answerText(one) });
  switch (value.kind) {
    case 'boolean':
      return [true, false].map(shown);
    case 'choice':
      return value.choices.map(shown);
    case 'integer': {
      const { minimum, maximum } = value;
      if (minimum === null || maximum === null || maximum - minimum >= MOST_BUTTONS) return [];
      return Array.from({ length: maximum - minimum + 1 }, (_, at) => shown(minimum + at));
    }
    default:
      return [];
  }
}

/** One question with its answer. */
export function AnswerField({
  field,
  value,
  isActive,
  onFocus,
  onChange,
}: {
  readonly field: AnnotationFieldView;
  readonly value: Answer | null;
  /** Whether number keys answer it. */
  readonly isActive: boolean;
  readonly onFocus: () => void;
  readonly onChange: (value: Answer | null) => void;
}) {
  const id = useId();
  const choices = choicesOf(field.value);
  return (
    <fieldset
      className={classNames(styles.question, isActive && styles.active)}
      onFocus={onFocus}
      aria-describedby={`${id}-kind`}
    >
      <legend>{shownText(field.title)}</legend>
      {field.description ? <Markdown text={field.description} /> : null}
      <span id={`${id}-kind`} className={choices.length > 0 ? 'visually-hidden' : shared.muted}>
        {kindText(field.value)}
      </span>
      {choices.length > 0 ? (
        <div className={styles.choices}>
          {choices.map((choice, at) => (
            <label key={String(choice.value)} className={styles.choice}>
              <input
                type="radio"
                name={id}
                checked={value === choice.value}
                onChange={() => onChange(choice.value)}
              />
              <span>{shownText(choice.label)}</span>
              {isActive && at < 9 ? (
                <span aria-hidden>
                  <Kbd keys={String(at + 1)} />
                </span>
              ) : null}
            </label>
          ))}
        </div>
      ) : (
        <TypedAnswer field={field} value={value} onChange={onChange} />
      )}
    </fieldset>
  );
}

function TypedAnswer({
  field,
  value,
  onChange,
}: {
  readonly field: AnnotationFieldView;
  readonly value: Answer | null;
  readonly onChange: (value: Answer | null) => void;
}) {
  const { value: kind } = field;
  if (kind.kind === 'integer' || kind.kind === 'number') {
    return (
      <input
        type="number"
        className={styles.input}
        aria-label={field.title}
        step={kind.kind === 'integer' ? 1 : 'any'}
        min={kind.minimum ?? undefined}
        max={kind.maximum ?? undefined}
        value={value === null ? '' : String(value)}
        onChange={(event) =>
          onChange(event.target.value === '' ? null : Number(event.target.value))
        }
      />
    );
  }
  return (
    <textarea
      className={styles.input}
      aria-label={field.title}
      rows={3}
      maxLength={kind.kind === 'text' ? (kind.maxLength ?? 10_000) : undefined}
      value={value === null ? '' : String(value)}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    />
  );
}
