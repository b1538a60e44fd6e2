import { fromHtml } from 'hast-util-from-html';
import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import katex, { type KatexOptions } from 'katex';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import remarkMath from 'remark-math';
import { Rendered } from './rendered.tsx';

/** What trees of elements are made of, as far as formulas need it. */
interface TreeNode {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: TreeNode[];
}

/**
 * MathML needs neither fonts nor style sheets. Nothing that a formula says can lead elsewhere
 * (`trust`), and macros that would never end are cut off.
 */
const OPTIONS: KatexOptions = {
  output: 'mathml',
  trust: false,
  throwOnError: false,
  strict: 'ignore',
  maxExpand: 500,
  maxSize: 20,
};

const REMARK = [remarkMath];
const REHYPE = [() => drawFormulas];

/** Markdown with formulas between dollar signs; loaded when such a text is first shown. */
export function WithFormulas({ text }: { readonly text: string }) {
  return <Rendered text={text} remark={REMARK} rehype={REHYPE} />;
}

/** One formula in TeX as MathML; what can't be read is told in its place. */
export function Formula({
  latex,
  isDisplayed,
}: {
  readonly latex: string;
  /** On lines of its own. */
  readonly isDisplayed: boolean;
}) {
  const html = katex.renderToString(latex, { ...OPTIONS, displayMode: isDisplayed });
  return toJsxRuntime(fromHtml(html, { fragment: true }), { Fragment, jsx, jsxs });
}

/** Puts MathML in place of `<code class="language-math">`, read without the page's own parser. */
function drawFormulas(tree: TreeNode): void {
  const visit = (node: TreeNode): void => {
    if (node.children === undefined) return;
    node.children = node.children.map((child) => {
      const inner = child.tagName === 'pre' ? child.children?.[0] : child;
      const classes = inner?.properties?.['className'];
      if (
        inner?.tagName !== 'code' ||
        !Array.isArray(classes) ||
        !classes.includes('language-math')
      ) {
        visit(child);
        return child;
      }
      const displayMode = classes.includes('math-display');
      const html = katex.renderToString(textOf(inner), { ...OPTIONS, displayMode });
      return {
        type: 'element',
        tagName: displayMode ? 'div' : 'span',
        properties: {},
        children: (fromHtml(html, { fragment: true }) as TreeNode).children ?? [],
      };
    });
  };
  visit(tree);
}

const textOf = (node: TreeNode): string => node.value ?? (node.children ?? []).map(textOf).join('');
