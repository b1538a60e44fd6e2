import { newBlockId, type ReportDocument, type ReportNode } from '@runloom/model';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import * as Y from 'yjs';
import { fragmentOf, readText, writeNode } from './fragment.ts';
import { inspectUpdate } from './inspect-update.ts';
import { leavesMisfits } from './misfits.ts';
import { readDocument, toDocument } from './schema.ts';

const text = (value: string, ...marks: ReportNode['marks'] & object): ReportNode =>
  marks.length === 0 ? { type: 'text', text: value } : { type: 'text', text: value, marks };
const paragraph = (value: string): ReportNode => ({ type: 'paragraph', content: [text(value)] });
const list = (...items: string[]): ReportNode => ({
  type: 'bulletList',
  content: items.map((item) => ({ type: 'listItem', content: [paragraph(item)] })),
});
const documentOf = (...content: ReportNode[]): ReportDocument => ({ type: 'doc', content });

function docOf(document: ReportDocument): Y.Doc {
  const doc = new Y.Doc();
  doc.transact(() => writeNode(doc, readDocument(document)));
  return doc;
}

/** What a change is as an update, with what it leaves. */
function change(doc: Y.Doc, work: () => void): { update: Uint8Array; misfits: boolean } {
  const updates: Uint8Array[] = [];
  let misfits = false;
  const onUpdate = (update: Uint8Array) => updates.push(update);
  const onEnd = (transaction: Y.Transaction) => {
    misfits = leavesMisfits(transaction);
  };
  doc.on('update', onUpdate);
  doc.on('afterTransaction', onEnd);
  doc.transact(work);
  doc.off('update', onUpdate);
  doc.off('afterTransaction', onEnd);
  return { update: Y.mergeUpdates(updates), misfits };
}

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

describe('a document', () => {
  it('is the same after it went through the shared text', () => {
    const document = documentOf(
      { type: 'heading', attrs: { level: 2 }, content: [text('Results')] },
      {
        type: 'paragraph',
        content: [
          text('Loss fell ', { type: 'bold' }),
          text('twice', { type: 'link', attrs: { href: 'https://a.b' } }, { type: 'bold' }),
          text('commented', { type: 'comment', attrs: { thread: newBlockId() } }),
          { type: 'hardBreak' },
          { type: 'mention', attrs: { username: 'ada' } },
        ],
      },
      list('one', 'two'),
      { type: 'panelGrid', attrs: { grid: { version: 1, runSets: [], board: { columns: 2 } } } },
      { type: 'opaque', attrs: { wandb: { type: 'gallery', links: [1, null, { a: 'b' }] } } },
    );
    const node = readDocument(document);
    const doc = docOf(document);
    expect(inspectUpdate(new Y.Doc(), Y.encodeStateAsUpdate(doc))).toEqual({ kind: 'fits' });
    const read = readText(copyOf(doc));
    expect(read.content.map(({ attrs }) => typeof attrs?.['block'])).toEqual(
      Array(5).fill('string'),
    );
    // Only the ids of blocks are new.
    const bare = (value: ReportDocument) =>
      JSON.parse(JSON.stringify(value).replace(/"block":"\w+"/g, '"block":null'));
    expect(bare(read)).toEqual(bare(toDocument(node)));
  });

  it('with blocks where they may not stand is refused in words', () => {
    const hostile = documentOf({ type: 'bulletList', content: [paragraph('x')] });
    expect(() => readDocument(hostile)).toThrow(/The document can’t be taken.*bulletList/);
    const code = documentOf({ type: 'codeBlock', content: [text('x', { type: 'bold' })] });
    expect(() => readDocument(code)).toThrow(/can’t be taken/);
  });

  it('gives copies of a block an id of their own', () => {
    const block = newBlockId();
    const twice = documentOf(
      { ...paragraph('a'), attrs: { block } },
      { ...paragraph('b'), attrs: { block } },
    );
    const [first, second] = toDocument(readDocument(twice)).content;
    expect(first?.attrs?.['block']).toBe(block);
    expect(second?.attrs?.['block']).not.toBe(block);
  });

  it('is changed only where it differs, so that what others type stays', () => {
    const doc = docOf(documentOf(paragraph('first'), paragraph('second')));
    const other = copyOf(doc);
    const changed = toDocument(
      readDocument(documentOf(...readText(doc).content.slice(0, 1), paragraph('third'))),
    );
    const typed = change(other, () => {
      const [element] = fragmentOf(other).toArray();
      const [line] = element instanceof Y.XmlElement ? element.toArray() : [];
      if (line instanceof Y.XmlText) line.insert(5, ' typed');
    });
    doc.transact(() => writeNode(doc, readDocument(changed)));
    Y.applyUpdate(doc, typed.update);
    expect(JSON.stringify(readText(doc))).toContain('first typed');
    expect(JSON.stringify(readText(doc))).not.toContain('second');
  });
});

describe('a change that comes from outside', () => {
  const base = docOf(documentOf(paragraph('here')));
  const verdict = (work: (fragment: Y.XmlFragment, doc: Y.Doc) => void) => {
    const doc = copyOf(base);
    const { update } = change(doc, () => work(fragmentOf(doc), doc));
    return inspectUpdate(base, update);
  };
  // Hostile clients send other values than the texts that Yjs names.
  const element = (name: string, attrs: Record<string, string | number | object> = {}) => {
    const made = new Y.XmlElement<Record<string, string | number | object>>(name);
    for (const [key, value] of Object.entries(attrs)) made.setAttribute(key, value);
    return made as Y.XmlElement;
  };
  const refused = { kind: 'refused' };

  it('fits when an editor would write it', () => {
    expect(verdict((body) => body.push([element('heading', { level: 2 })])).kind).toBe('fits');
    expect(verdict((body) => body.delete(0, 1)).kind).toBe('fits');
    expect(
      verdict((body) => {
        const holder = body.get(0);
        const line = holder instanceof Y.XmlElement ? holder.get(0) : null;
        if (line instanceof Y.XmlText) line.insert(2, '!!', { bold: {} });
      }).kind,
    ).toBe('fits');
  });

  it('is refused for what no report holds', () => {
    expect(verdict((body) => body.push([element('script')]))).toMatchObject(refused);
    expect(verdict((body) => body.push([element('__proto__')]))).toMatchObject(refused);
    expect(verdict((body) => body.push([element('paragraph', { onload: 'x' })]))).toMatchObject(
      refused,
    );
    expect(verdict((body) => body.push([element('heading', { level: 17 })]))).toMatchObject({
      reason: expect.stringContaining('heading.level'),
    });
    expect(
      verdict((body) => body.push([element('embed', { src: 'https://evil.test/x' })])),
    ).toMatchObject(refused);
    expect(
      verdict((body) => {
        const line = new Y.XmlText();
        line.insert(0, 'x', { link: { href: 'javascript:alert(1)' } });
        const holder = element('paragraph');
        holder.insert(0, [line]);
        body.push([holder]);
      }),
    ).toMatchObject({ reason: expect.stringContaining('a link begins with') });
    expect(verdict((_body, doc) => doc.getMap('other').set('a', 1))).toMatchObject(refused);
    expect(verdict((_body, doc) => doc.getText('other').insert(0, 'x'))).toMatchObject(refused);
    expect(verdict((body) => body.push([new Y.XmlHook('x') as never]))).toMatchObject(refused);
    expect(inspectUpdate(base, new Uint8Array([1, 2, 3]))).toMatchObject(refused);
  });

  it('is refused when a value brings a prototype of its own', () => {
    const wandb = JSON.parse('{"__proto__":{"isAdmin":true}}');
    expect(verdict((body) => body.push([element('opaque', { wandb })]))).toMatchObject(refused);
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  it('is refused when it nests too deep, however it is cut', () => {
    const deep = (count: number) => {
      const outer = element('blockquote');
      let at = outer;
      for (let depth = 1; depth < count; depth += 1) {
        const inner = element('blockquote');
        at.insert(0, [inner]);
        at = inner;
      }
      return outer;
    };
    expect(verdict((body) => body.push([deep(41)]))).toMatchObject(refused);
    expect(verdict((body) => body.push([deep(39)])).kind).toBe('fits');
  });

  it('waits for those that it builds on', () => {
    const doc = copyOf(base);
    const first = change(doc, () => fragmentOf(doc).push([element('paragraph')])).update;
    const second = change(doc, () => fragmentOf(doc).push([element('heading')])).update;
    expect(inspectUpdate(base, second).kind).toBe('waits');
    const late = copyOf(base);
    Y.applyUpdate(late, first);
    expect(inspectUpdate(late, second).kind).toBe('fits');
  });

  it('that leaves a list without items, or attributes missing, is seen and mended', () => {
    const doc = docOf(documentOf(list('one'), paragraph('after')));
    const emptied = change(doc, () => {
      const holder = fragmentOf(doc).get(0);
      if (holder instanceof Y.XmlElement) holder.delete(0, 1);
    });
    expect(emptied.misfits).toBe(true);
    doc.transact(() => writeNode(doc, readDocument(readText(doc))));
    expect(JSON.stringify(readText(doc))).toContain('after');
    expect(change(doc, () => fragmentOf(doc).push([element('runCard')])).misfits).toBe(true);
    expect(change(doc, () => fragmentOf(doc).push([element('listItem')])).misfits).toBe(true);
    expect(readText(doc).content.map(({ type }) => type)).not.toContain('runCard');
  });
});

test('bytes by chance are never taken, and never throw', () => {
  const base = docOf(documentOf(paragraph('here'), list('one', 'two')));
  const good = Y.encodeStateAsUpdate(base);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }),
      (edits) => {
        const bytes = Uint8Array.from(good);
        for (const [index, byte] of edits) bytes[index] = byte;
        const doc = new Y.Doc();
        if (inspectUpdate(doc, bytes).kind !== 'fits') return;
        Y.applyUpdate(doc, bytes);
        readDocument(readText(doc));
      },
    ),
    { numRuns: 300 },
  );
});
