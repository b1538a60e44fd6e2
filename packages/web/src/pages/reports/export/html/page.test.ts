import type { Nodes } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { describe, expect, it } from 'vitest';
import { HOSTILE_FORMULAS, HOSTILE_TEXTS, sampleReport } from '../sample-report.ts';
import { reportPage } from './page.ts';

const ELEMENTS = new Set(
  `html head meta title style body header main h1 h2 h3 p a strong em u s mark code span br ul ol li input
   blockquote div pre hr table thead tbody tr th td nav img figure figcaption svg clipPath path g math
   semantics annotation mrow mi mo mn msup msub msubsup mfrac mtext mspace mstyle mpadded mtable mtr mtd
   munder mover munderover msqrt mroot mphantom merror`
    .trim()
    .split(/\s+/),
);

function* elementsOf(node: Nodes): Generator<Extract<Nodes, { type: 'element' }>> {
  if (node.type === 'element') yield node;
  if ('children' in node) for (const child of node.children) yield* elementsOf(child);
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

describe('a report as a page', () => {
  it.each([
    ...HOSTILE_TEXTS.map((words) => [words, 'x']),
    ...HOSTILE_FORMULAS.map((formula) => ['x', formula]),
  ])('holds nothing that runs or leads elsewhere: %j, %j', async (words, formula) => {
    const page = await reportPage(sampleReport(words ?? '', formula));
    const tree = fromHtml(page);
    for (const { tagName, properties } of elementsOf(tree)) {
      expect(ELEMENTS, tagName).toContain(tagName);
      for (const [name, value] of Object.entries(properties)) {
        expect(name).not.toMatch(/^on|^style$|^srcdoc$/i);
        if (name === 'href') expect(String(value)).toMatch(/^(?:https?:|mailto:|#)/);
        if (name === 'src') expect(String(value)).toMatch(/^data:image\/(?:png|jpeg);base64,/);
      }
    }
    expect(page.match(/<script/gi)).toBe(null);
  });

  it('shows every text as it was written', async () => {
    for (const words of HOSTILE_TEXTS.slice(0, -1)) {
      const tree = fromHtml(await reportPage(sampleReport(words)));
      // Ends of lines and spaces are the browser's.
      const shown = textOf(tree).replace(/\s+/g, ' ');
      expect(shown.split(words.replace(/\s+/g, ' ')).length).toBeGreaterThan(25);
    }
  });

  it('asks nobody for anything, which its policy says too', async () => {
    const page = await reportPage(sampleReport('words'));
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1];
    expect(policy).toMatch(
      /^default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-[\w+/=]+&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;$/,
    );
  });

  it('has drawings as vectors whose names don’t meet, and links of the contents that arrive', async () => {
    const page = await reportPage(sampleReport('words'));
    expect(page).toContain('<clipPath id="figure-1-clip1">');
    expect(page).toContain('clip-path="url(#figure-1-clip1)"');
    const targets = [...page.matchAll(/href="#(part-\d)"/g)].map(([, id]) => id);
    expect(targets).toEqual(['part-1', 'part-2', 'part-3']);
    for (const id of targets) expect(page).toContain(` id="${id}"`);
  });
});
