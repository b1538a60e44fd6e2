import { type Json, textOf } from './json.ts';

/** What tells sections apart. Those that a script wrote have no id: their name stands for it. */
export function sectionNames(sections: readonly Json[]): readonly string[] {
  return unique(
    sections.map((section) => textOf(section['__id__']) || (textOf(section['name']) ?? '')),
  );
}

export function panelNames(panels: readonly Json[]): readonly string[] {
  return unique(panels.map((panel, index) => textOf(panel['__id__']) || `panel-${index}`));
}

/** The second of two equal names gets a number. */
function unique(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const short = name.slice(0, 1_900);
    let own = short;
    for (let number = 2; taken.has(own); number += 1) own = `${short} ${number}`;
    taken.add(own);
    return own;
  });
}
