import { useState } from 'react';

/** What is typed into a field whose value others may change at the same time. */
export interface FieldDraft {
  readonly text: string;
  readonly type: (text: string) => void;
  /** Keeps what was typed, unless somebody else changed the value since: theirs is not overwritten unseen. */
  readonly keep: () => void;
  /** What somebody else made of the value while one typed; null when nobody did. */
  readonly theirs: string | null;
  readonly takeTheirs: () => void;
  readonly keepMine: () => void;
}

/**
 * A field that follows its saved value until something is typed into it.
 * @param saved as it is now, for everybody
 */
export function useFieldDraft(saved: string, onKeep: (text: string) => void): FieldDraft {
  const [draft, setDraft] = useState<{ readonly text: string; readonly base: string } | null>(null);
  const isConflict = draft !== null && draft.base !== saved && draft.text !== saved;
  const keepMine = () => {
    setDraft(null);
    if (draft !== null && draft.text !== saved) onKeep(draft.text);
  };
  return {
    text: draft?.text ?? saved,
    type: (text) => setDraft({ text, base: draft?.base ?? saved }),
    keep: () => {
      if (!isConflict) keepMine();
    },
    theirs: isConflict ? saved : null,
    takeTheirs: () => setDraft(null),
    keepMine,
  };
}
