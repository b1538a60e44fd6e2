import type { RunValueRef } from '@runloom/model';
import { useState } from 'react';
import { isSameValue } from '../values.ts';
import { FormPart } from './fields.tsx';
import { ValueField } from './value-field.tsx';

/** Several values of each run, one below the other, with a place for one more. */
export function ValueList({
  title,
  one,
  values,
  most,
  onChange,
}: {
  readonly title: string;
  /** What each of them is called, before its number. */
  readonly one: string;
  readonly values: readonly RunValueRef[];
  readonly most: number;
  readonly onChange: (values: RunValueRef[]) => void;
}) {
  // The place for one more starts anew after each.
  const [round, setRound] = useState(0);
  return (
    <FormPart title={title}>
      {values.map((value, index) => (
        <ValueField
          key={index}
          label={`${one} ${index + 1}`}
          isHidden
          value={value}
          onChange={(next) =>
            onChange(next === null ? values.toSpliced(index, 1) : values.with(index, next))
          }
        />
      ))}
      {values.length < most ? (
        <ValueField
          key={`next ${round}`}
          label={`Add ${one.toLowerCase()}`}
          isHidden
          value={null}
          onChange={(next) => {
            if (next === null || values.some((value) => isSameValue(value, next))) return;
            onChange([...values, next]);
            setRound(round + 1);
          }}
        />
      ) : null}
    </FormPart>
  );
}
