/**
 * Prompts as clients fill them: `{name}` is a variable, `{{` and `}}` are braces (Python's
 * `str.format`, by which `weave.StringPrompt` and `weave.MessagesPrompt` are filled).
 */
export type PromptPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `source` is as it stands there, with a format such as `{price:.2f}`. */
  | { readonly kind: 'variable'; readonly name: string; readonly source: string };

/** Why a text can't be filled, with the position of the brace. */
export class PromptTextError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'PromptTextError';
    this.at = at;
  }
}

const VARIABLE = /^\{([\p{L}\p{N}_]+)(![rsa])?(:[^{}]*)?\}/u;

/** @throws PromptTextError for a brace that Python would refuse or that means more than a name */
export function promptParts(text: string): readonly PromptPart[] {
  const parts: PromptPart[] = [];
  let plain = '';
  const close = (): void => {
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
  };
  for (let at = 0; at < text.length; ) {
    const sign = text[at] ?? '';
    if (sign !== '{' && sign !== '}') {
      plain += sign;
      at += 1;
    } else if (text[at + 1] === sign) {
      plain += sign;
      at += 2;
    } else {
      const found = sign === '{' ? VARIABLE.exec(text.slice(at, at + 300)) : null;
      if (found === null) {
        throw new PromptTextError(
          `The brace at character ${at + 1} names no variable. Write ${sign}${sign} for a brace.`,
          at,
        );
      }
      const [source, name = ''] = found;
      close();
      parts.push({ kind: 'variable', name, source });
      at += source.length;
    }
  }
  close();
  return parts;
}

/** Names of the variables, each once, in their order; none of a text that can't be filled. */
export function promptVariables(text: string): readonly string[] {
  const names = (partsOrNull(text) ?? []).flatMap((part) =>
    part.kind === 'variable' ? [part.name] : [],
  );
  return [...new Set(names)];
}

/**
 * The text with its variables filled; those without a value stay as they stand. A text whose braces
 * can't be read stays whole: prompts hold JSON, too.
 */
export function fillPrompt(text: string, values: ReadonlyMap<string, string>): string {
  const parts = partsOrNull(text);
  if (parts === null) return text;
  return parts
    .map((part) => (part.kind === 'text' ? part.text : (values.get(part.name) ?? part.source)))
    .join('');
}

/** Null for a text that can't be filled. */
function partsOrNull(text: string): readonly PromptPart[] | null {
  try {
    return promptParts(text);
  } catch (error) {
    if (error instanceof PromptTextError) return null;
    throw error;
  }
}
