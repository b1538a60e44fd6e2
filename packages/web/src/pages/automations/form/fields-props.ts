import type { Draft, DraftProblems } from './draft.ts';

/** What every part of the form is given. */
export interface FieldsProps {
  readonly draft: Draft;
  readonly problems: DraftProblems;
  readonly onChange: (change: Partial<Draft>) => void;
}
