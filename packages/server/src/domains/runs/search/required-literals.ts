/**
 * Texts that everything matched by an RE2 pattern must contain, as far as its outermost sequence
 * tells. Stores look for them by themselves, so that only few texts have to be read and matched.
 * Whatever is not surely understood counts as anything.
 */
export function requiredLiterals(pattern: string): readonly string[] {
  // Flags may fold case, `\Q` quotes, and an alternative needs neither side.
  if (/\(\?[a-zA-Z-]|\\[QE]|\|/.test(pattern)) return [];
  const literals = new Set<string>();
  let run = '';
  const end = (): void => {
    if (run !== '') literals.add(run);
    run = '';
  };
  let at = 0;
  while (at < pattern.length) {
    const part = nextPart(pattern, at);
    at = part.end;
    const repeat = nextRepeat(pattern, at);
    at = repeat.end;
    if (part.character === null || repeat.mayBeNone) end();
    else {
      run += part.character;
      if (repeat.isRepeated) end();
    }
  }
  end();
  return [...literals];
}

interface Part {
  /** What is matched when it is one plain character. */
  readonly character: string | null;
  readonly end: number;
}

/** Plain characters that stand for themselves in the pattern and in what stores hold. */
const PLAIN = /[A-Za-z0-9 _\-/:;,=@#%&~!<>"']/;

function nextPart(pattern: string, at: number): Part {
  const character = pattern[at] ?? '';
  if (character === '[') return { character: null, end: endOfClass(pattern, at) };
  if (character === '(') return { character: null, end: endOfGroup(pattern, at) };
  if (character === '\\') {
    const escaped = pattern[at + 1] ?? '';
    // `\p{Greek}`, `\x{10FFFF}`, `\123`: what follows belongs to it.
    if (/[A-Za-z0-9]/.test(escaped)) {
      const braces = /^\\[a-zA-Z]\{[^}]*\}|^\\x[0-9a-fA-F]{2}|^\\[0-7]{1,3}|^\\[pP][A-Z]/;
      const length = braces.exec(pattern.slice(at))?.[0].length ?? 2;
      return { character: null, end: at + length };
    }
    // A backslash itself is stored as two.
    const isPlain = escaped !== '\\' && /[!-/:-@[-`{-~]/.test(escaped);
    return { character: isPlain ? escaped : null, end: at + 2 };
  }
  return { character: PLAIN.test(character) ? character : null, end: at + 1 };
}

interface Repeat {
  readonly mayBeNone: boolean;
  readonly isRepeated: boolean;
  readonly end: number;
}

function nextRepeat(pattern: string, at: number): Repeat {
  const found = /^(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??/.exec(pattern.slice(at, at + 32))?.[0];
  if (found === undefined) return { mayBeNone: false, isRepeated: false, end: at };
  const mayBeNone = /^(?:[*?]|\{0+[,}])/.test(found);
  return { mayBeNone, isRepeated: true, end: at + found.length };
}

/** Behind the class of characters that begins at `start`; a bracket right at its beginning is one of them. */
function endOfClass(pattern: string, start: number): number {
  let at = start + 1;
  if (pattern[at] === '^') at += 1;
  if (pattern[at] === ']') at += 1;
  for (; at < pattern.length && pattern[at] !== ']'; at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern.startsWith('[:', at)) {
      const close = pattern.indexOf(':]', at);
      if (close !== -1) at = close + 1;
    }
  }
  return Math.min(at + 1, pattern.length);
}

function endOfGroup(pattern: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < pattern.length) {
    const character = pattern[at];
    if (character === '\\') at += 2;
    else if (character === '[') at = endOfClass(pattern, at);
    else {
      at += 1;
      if (character === '(') depth += 1;
      if (character === ')') depth -= 1;
      if (depth === 0) return at;
    }
  }
  return pattern.length;
}
