import type { CallRedaction, CallRulesInput, CallRulesView } from '@runloom/model';

/** A redaction as it is typed. */
export interface DraftRedaction {
  /** Tells it from the others while it is typed. */
  readonly key: number;
  readonly kind: CallRedaction['kind'];
  /** The pattern or the key path. */
  readonly text: string;
  readonly replacement: string;
}

/** The rules of a project as they are typed. */
export interface RulesDraft {
  readonly redactions: readonly DraftRedaction[];
  /** Percent of traces that are kept, as typed. */
  readonly percent: string;
}

export type DraftChange =
  | { readonly kind: 'add'; readonly redaction: Omit<DraftRedaction, 'key'> }
  | { readonly kind: 'edit'; readonly key: number; readonly part: Partial<DraftRedaction> }
  | { readonly kind: 'remove'; readonly key: number }
  | { readonly kind: 'percent'; readonly percent: string }
  | { readonly kind: 'reset'; readonly draft: RulesDraft };

export function changeDraft(draft: RulesDraft, change: DraftChange): RulesDraft {
  const { redactions } = draft;
  switch (change.kind) {
    case 'add': {
      const key = Math.max(0, ...redactions.map((one) => one.key)) + 1;
      return { ...draft, redactions: [...redactions, { ...change.redaction, key }] };
    }
    case 'edit':
      return {
        ...draft,
        redactions: redactions.map((one) =>
          one.key === change.key ? { ...one, ...change.part } : one,
        ),
      };
    case 'remove':
      return { ...draft, redactions: redactions.filter(({ key }) => key !== change.key) };
    case 'percent':
      return { ...draft, percent: change.percent };
    case 'reset':
      return change.draft;
  }
}

export function draftOf({ redactions, sampleRate }: CallRulesView): RulesDraft {
  return {
    redactions: redactions.map((one, index) => ({
      key: index + 1,
      kind: one.kind,
      text: one.kind === 'pattern' ? one.pattern : one.path,
      replacement: one.replacement,
    })),
    // A share such as 0.07 is no whole number of percent in doubles.
    percent: String(Number((sampleRate * 100).toPrecision(12))),
  };
}

/** The share of traces that is kept, from 0 to 1; null for what is none. */
export function shareOf(percent: string): number | null {
  const number = percent.trim() === '' ? Number.NaN : Number(percent);
  return number >= 0 && number <= 100 ? number / 100 : null;
}

/** What is asked to be saved: rows in which nothing is typed yet are left out. */
export function inputOf({ redactions, percent }: RulesDraft): CallRulesInput {
  return {
    redactions: filled(redactions).map(({ kind, text, replacement }) =>
      kind === 'pattern' ? { kind, pattern: text, replacement } : { kind, path: text, replacement },
    ),
    sampleRate: shareOf(percent) ?? 1,
  };
}

/** Rows in which something is typed, as places of problems count them. */
export const filled = (redactions: readonly DraftRedaction[]): readonly DraftRedaction[] =>
  redactions.filter(({ text }) => text !== '');

/** Rules that many projects need, in RE2's grammar. */
export const COMMON: readonly (readonly [title: string, redaction: Omit<DraftRedaction, 'key'>])[] =
  [
    [
      'E-mail addresses',
      {
        kind: 'pattern',
        text: '[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+',
        replacement: '[e-mail]',
      },
    ],
    [
      'Keys of APIs',
      {
        kind: 'pattern',
        text: '\\b(?:sk|pk|rk|ghp|gho|xox[abp])[-_][A-Za-z0-9_-]{16,}',
        replacement: '[key]',
      },
    ],
    [
      'Numbers of cards',
      { kind: 'pattern', text: '\\b(?:\\d[ -]?){13,18}\\d\\b', replacement: '[card]' },
    ],
    [
      'Headers of authorization',
      { kind: 'path', text: '**.authorization', replacement: '[redacted]' },
    ],
  ];
