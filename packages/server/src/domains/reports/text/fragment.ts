import { EMPTY_DOCUMENT, REPORT_FRAGMENT, type ReportDocument } from '@runloom/model';
import { Mark, type Node } from 'prosemirror-model';
import { updateYFragment } from 'y-prosemirror';
import * as Y from 'yjs';
import { fitNode, fittingMarks, REPORT_SCHEMA, toDocument } from './schema.ts';

export const fragmentOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(REPORT_FRAGMENT);

/** The document that a `Y.Doc` holds, as far as it fits the schema. */
export function readNode(doc: Y.Doc): Node {
  const content = fragmentOf(doc).toArray().flatMap(nodesOf);
  const node = fitNode({ type: 'doc', attrs: {}, content });
  return node ?? REPORT_SCHEMA.nodeFromJSON(EMPTY_DOCUMENT);
}

export const readText = (doc: Y.Doc): ReportDocument => toDocument(readNode(doc));

function nodesOf(type: unknown): readonly Node[] {
  if (type instanceof Y.XmlText) return textNodes(type);
  if (!(type instanceof Y.XmlElement)) return [];
  const content = type.toArray().flatMap(nodesOf);
  const node = fitNode({ type: type.nodeName, attrs: type.getAttributes(), content });
  return node === null ? [] : [node];
}

function textNodes(text: Y.XmlText): readonly Node[] {
  const delta = text.toDelta() as readonly {
    readonly insert: unknown;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }[];
  return delta.flatMap(({ insert, attributes = {} }) =>
    typeof insert === 'string' && insert !== ''
      ? [REPORT_SCHEMA.text(insert, Mark.setFrom(fittingMarks(attributes)))]
      : [],
  );
}

/** Changes the text to the document, touching only what differs. To be done in a transaction. */
export function writeNode(doc: Y.Doc, node: Node): void {
  updateYFragment(doc, fragmentOf(doc), node, { mapping: new Map(), isOMark: new Map() });
}

/** A text that begins with a document, and the document as it reads from there. */
export function beginText(node: Node): {
  readonly snapshot: Uint8Array;
  readonly document: ReportDocument;
} {
  const doc = new Y.Doc();
  doc.transact(() => writeNode(doc, node));
  return { snapshot: Y.encodeStateAsUpdate(doc), document: readText(doc) };
}
