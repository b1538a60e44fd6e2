import type { TypedChoice } from './choices.ts';

const MOST = 8;

/** People whose names hold what was typed. */
export function mentionChoices(people: readonly string[], query: string): readonly TypedChoice[] {
  const wanted = query.toLowerCase();
  return people
    .filter((name) => name.toLowerCase().includes(wanted))
    .slice(0, MOST)
    .map((username) => ({
      id: username,
      title: username,
      hint: '',
      run: (editor, range) =>
        void editor
          .chain()
          .focus()
          .insertContentAt(range, [
            { type: 'mention', attrs: { username } },
            { type: 'text', text: ' ' },
          ])
          .run(),
    }));
}
