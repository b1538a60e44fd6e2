import katex from 'katex';
import { COMMANDS, ENVIRONMENTS } from './formula-commands.ts';

/** Environments that are a display of their own. */
const DISPLAYS: ReadonlySet<string> = new Set([
  ...['align', 'align*', 'gather', 'gather*', 'equation', 'equation*', 'alignat', 'alignat*'],
]);

/**
 * A formula that TeX may be given: only commands of mathematics, balanced, and read by KaTeX without a
 * fault. Anything else (files, macros, signs with another meaning) is null, to be printed as text.
 */
export function safeFormula(
  latex: string,
): { readonly tex: string; readonly isDisplay: boolean } | null {
  // Comments, other ends of formulas, and ways to write a backslash without one.
  const bare = latex.replace(/\\[\\%$#&_{}]/g, '');
  if (/[%$#]|\^\^/.test(bare) || !/^[\t\n\r -~]*$/.test(latex)) return null;
  for (const [, name = ''] of latex.matchAll(/\\([A-Za-z]+|[^A-Za-z]|$)/g)) {
    if (!COMMANDS.has(name)) return null;
  }
  const names = [...latex.matchAll(/\\(?:begin|end)\s*\{([^{}]*)\}/g)].map(([, name = '']) => name);
  const commands = latex.match(/\\(?:begin|end)(?![A-Za-z])/g)?.length ?? 0;
  if (commands !== names.length) return null;
  const isDisplay = DISPLAYS.has(names[0] ?? '') && /^\s*\\begin/.test(latex);
  const inner = isDisplay ? names.slice(1, -1) : names;
  if (inner.some((name) => !ENVIRONMENTS.has(name))) return null;
  try {
    katex.renderToString(latex, {
      displayMode: true,
      throwOnError: true,
      trust: false,
      maxExpand: 100,
    });
  } catch {
    return null;
  }
  // An empty line would end it.
  return { tex: latex.trim().replace(/\s*\n\s*/g, '\n'), isDisplay };
}
