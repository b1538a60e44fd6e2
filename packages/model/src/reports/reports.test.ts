import { describe, expect, it } from 'vitest';
import { reportIdInSegment, reportIdOf, reportNumberOf, reportPath } from './address.ts';
import { newBlockId, SafeHref } from './attributes.ts';
import { checkDocument } from './check-document.ts';
import { documentText, type ReportDocument, ReportDocument as Schema } from './document.ts';
import { embedSiteOf } from './embeds.ts';

const issuesOf = (...content: unknown[]): string[] =>
  checkDocument({ type: 'doc', content }).map(({ path, message }) => `${path}: ${message}`);

describe('a document', () => {
  it('is taken with all that a report holds', () => {
    expect(
      issuesOf(
        { type: 'heading', attrs: { level: 2, block: newBlockId() } },
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'Loss ', marks: [{ type: 'bold' }] },
            {
              type: 'number',
              attrs: {
                value: '0.31',
                reference: { kind: 'run', run: 'ada/looms/r1', field: 'summary.loss' },
              },
            },
          ],
        },
        { type: 'panelGrid', attrs: { grid: { version: 1, runSets: [] } } },
        { type: 'opaque', attrs: { wandb: { type: 'gallery', links: [] } } },
      ),
    ).toEqual([]);
  });

  it('is refused with the place and the reason', () => {
    expect(issuesOf({ type: 'script' })).toEqual([
      'content.0: a report has no block of the type "script"',
    ]);
    expect(issuesOf({ type: 'heading', attrs: { level: 9, onclick: 'x' } })).toHaveLength(2);
    expect(issuesOf({ type: 'runCard' })).toEqual(['content.0: runCard needs the attribute run']);
    expect(issuesOf({ type: 'constructor' }, { type: '__proto__' })).toHaveLength(2);
    const link = { type: 'link', attrs: { href: 'java\nscript:alert(1)' } };
    expect(issuesOf({ type: 'text', text: 'x', marks: [link] })[0]).toContain('a link begins with');
    expect(Schema.safeParse({ type: 'doc', content: [{ type: 'x' }] }).error?.message).toContain(
      'at content.0',
    );
  });

  it('with a member called __proto__ changes nothing but is refused', () => {
    const hostile = JSON.parse(
      '{"type":"doc","content":[{"type":"paragraph","attrs":{"__proto__":{"a":1}}}]}',
    );
    expect(checkDocument(hostile)).toHaveLength(1);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  it('that is nested too deep or too long is refused without a fault', () => {
    let deep: unknown = { type: 'paragraph' };
    for (let depth = 0; depth < 50_000; depth += 1) deep = { type: 'blockquote', content: [deep] };
    expect(issuesOf(deep)[0]).toContain('at most 40 deep');
    const many = Array.from({ length: 100_001 }, () => ({ type: 'paragraph' }));
    expect(issuesOf(...many)[0]).toContain('at most 100000');
  });

  it('says what there is to read', () => {
    const document: ReportDocument = {
      type: 'doc',
      content: [
        { type: 'heading', content: [{ type: 'text', text: 'Looms' }] },
        {
          type: 'bulletList',
          content: [
            {
              type: 'listItem',
              content: [
                {
                  type: 'paragraph',
                  content: [
                    { type: 'text', text: 'for ' },
                    { type: 'mention', attrs: { username: 'ada' } },
                  ],
                },
              ],
            },
          ],
        },
      ],
    };
    expect(documentText(document)).toBe('Looms\nfor @ada');
  });
});

describe('addresses', () => {
  it('hold the id that clients of W&B know', () => {
    expect(reportIdOf(123)).toBe('VmlldzoxMjM');
    for (const number of [1, 12, 123, 1234, 98765]) {
      expect(reportNumberOf(reportIdOf(number))).toBe(number);
    }
    for (const wrong of ['', 'View:1', 'Vmlldzow', '%00', btoa('User:12'), '../../../etc']) {
      expect(reportNumberOf(wrong)).toBeNull();
    }
    const path = reportPath({
      entityName: 'ada',
      projectName: 'looms',
      title: 'What we saw -- in März',
      id: reportIdOf(12),
    });
    expect(path).toBe(`/ada/looms/reports/What-we-saw-in-Ma-rz--${reportIdOf(12)}`);
    expect(reportIdInSegment(path.slice(path.lastIndexOf('/') + 1))).toBe(reportIdOf(12));
  });

  it('of links and embeds are those that run nothing', () => {
    for (const href of ['https://a.b', 'mailto:a@b', '/a/b', '#x', '?q=1']) {
      expect(SafeHref.safeParse(href).success).toBe(true);
    }
    for (const href of ['javascript:x', ' javascript:x', 'data:text/html,x', '//evil.test', 'a']) {
      expect(SafeHref.safeParse(href).success).toBe(false);
    }
    expect(embedSiteOf('https://www.youtube.com/watch?v=1')?.name).toBe('YouTube');
    expect(embedSiteOf('https://www.youtube.com@evil.test/')).toBeNull();
    expect(embedSiteOf('https://evil.test/www.youtube.com')).toBeNull();
  });
});
