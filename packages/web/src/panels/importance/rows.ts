import type { ImportanceSettings } from '@runloom/model';
import type { Judgement } from './judge.ts';
import type { Judged } from './use-judgements.ts';

/** A row of the table. */
export interface ImportanceRow extends Judgement {
  readonly field: string;
}

const NATURAL = new Intl.Collator('en', { numeric: true });

export function sortedRows(
  { parameters, judgements }: Pick<Judged, 'parameters' | 'judgements'>,
  sort: ImportanceSettings['sort'],
): readonly ImportanceRow[] {
  const rows = parameters.flatMap(({ field }, at): ImportanceRow[] => {
    const judgement = judgements[at];
    return judgement === undefined ? [] : [{ field, ...judgement }];
  });
  const strength = ({ correlation }: ImportanceRow) => Math.abs(correlation?.r ?? 0);
  return rows.sort((a, b) => {
    if (sort === 'name') return NATURAL.compare(a.field, b.field);
    return sort === 'correlation'
      ? strength(b) - strength(a)
      : b.importance.share - a.importance.share;
  });
}
