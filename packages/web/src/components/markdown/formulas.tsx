import rehypeKatex, { type Options } from 'rehype-katex';
import remarkMath from 'remark-math';
import { Rendered } from './rendered.tsx';

/**
 * MathML needs neither fonts nor style sheets. Nothing that a formula says can lead elsewhere
 * (`trust`), and macros that would never end are cut off.
 */
const OPTIONS: Options = { output: 'mathml', trust: false, maxExpand: 500, maxSize: 20 };

const REMARK = [remarkMath];
const REHYPE: NonNullable<Parameters<typeof Rendered>[0]['rehype']> = [[rehypeKatex, OPTIONS]];

/** Markdown with formulas between dollar signs; loaded when such a text is first shown. */
export function WithFormulas({ text }: { readonly text: string }) {
  return <Rendered text={text} remark={REMARK} rehype={REHYPE} />;
}
