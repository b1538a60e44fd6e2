import {
  attributeIssues,
  checkDocument,
  EMPTY_DOCUMENT,
  markSpec,
  newBlockId,
  nodeSpec,
  REPORT_LIMITS,
  type ReportDocument,
  reportSchemaSpec,
} from '@runloom/model';
import { Fragment, type Mark, type Node, type NodeType, Schema } from 'prosemirror-model';
import { invalid, RunloomError } from '../../../platform/errors.ts';

/** What may stand in what; the editor builds the same from the same table. */
export const REPORT_SCHEMA = new Schema(reportSchemaSpec());

type Attributes = Readonly<Record<string, unknown>>;

/** A node in the making: `content` are nodes that fit, in what is said by `type` and `attrs`. */
export interface LooseNode {
  readonly type: string;
  readonly attrs: Attributes;
  readonly content: readonly Node[];
}

/**
 * The document as ProseMirror has it, its blocks with ids.
 * @throws RunloomError('invalid') when something stands where it may not, 'too_large' past the limits
 */
export function readDocument(document: ReportDocument): Node {
  const [issue] = checkDocument(document);
  if (issue !== undefined) {
    throw invalid(`The document can’t be taken: ${issue.message} (at ${issue.path || 'its top'}).`);
  }
  const whole = document.content.length === 0 ? EMPTY_DOCUMENT : document;
  if (JSON.stringify(whole).length > REPORT_LIMITS.documentBytes) throw tooLarge();
  try {
    const node = REPORT_SCHEMA.nodeFromJSON(withBlockIds(whole));
    node.check();
    return node;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalid(`The document can’t be taken: ${error.message}.`);
  }
}

export const tooLarge = (): RunloomError =>
  new RunloomError(
    'too_large',
    `A report has at most ${REPORT_LIMITS.documentBytes / 1024 / 1024} MB. Move a part of it into another report, or attach large data as an artifact.`,
  );

/** Gives an id to each block at the top that has none, or that of another one, as copies have. */
function withBlockIds(document: ReportDocument): ReportDocument {
  const taken = new Set<unknown>();
  const content = document.content.map((node) => {
    const id = node.attrs?.['block'];
    if (typeof id === 'string' && !taken.has(id)) {
      taken.add(id);
      return node;
    }
    return { ...node, attrs: { ...node.attrs, block: newBlockId() } };
  });
  return { ...document, content };
}

/** Attributes that hold what they may, others at their defaults; null when one that is needed is wrong. */
export function fittingAttributes(type: string, given: Attributes): Attributes | null {
  const spec = nodeSpec(type);
  if (spec === null) return null;
  const fitting: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(spec.attributes)) {
    const isGood = Object.hasOwn(given, name) && rule.value.safeParse(given[name]).success;
    if (isGood) fitting[name] = given[name];
    else if ('default' in rule) fitting[name] = rule.default;
    else return null;
  }
  return fitting;
}

/**
 * The node with what fits of its content: what may not stand there is left out, what is needed is put
 * in. Null when the node itself is none. Concurrent changes can leave a list without items, which is
 * nobody's fault.
 */
export function fitNode({ type: name, attrs: given, content }: LooseNode): Node | null {
  const type = Object.hasOwn(REPORT_SCHEMA.nodes, name) ? REPORT_SCHEMA.nodes[name] : undefined;
  const attrs = fittingAttributes(name, given);
  if (type === undefined || attrs === null || type.isText) return null;
  const children = content.map((node) => withAllowedMarks(type, node));
  const whole = Fragment.from(children);
  if (type.validContent(whole)) return type.create(attrs, whole);
  let match = type.contentMatch;
  const kept: Node[] = [];
  for (const child of children) {
    const next = match.matchType(child.type);
    if (next === null) continue;
    kept.push(child);
    match = next;
  }
  return type.createAndFill(attrs, kept);
}

function withAllowedMarks(parent: NodeType, node: Node): Node {
  return parent.allowsMarks(node.marks) ? node : node.mark(parent.allowedMarks(node.marks));
}

/** The marks that these formats mean (`comment--…` where marks of a kind overlap); others are left out. */
export function fittingMarks(formats: Attributes): readonly Mark[] {
  return Object.entries(formats).flatMap(([key, value]) => {
    const name = markNameOf(key);
    const spec = markSpec(name);
    if (spec === null || attributeIssues(name, spec.attributes, value).length > 0) return [];
    const type = REPORT_SCHEMA.marks[name];
    return type === undefined ? [] : [type.create(value as Attributes)];
  });
}

/** The mark that a format of a text means: those that overlap carry a hash. */
export const markNameOf = (key: string): string => key.replace(/--[a-zA-Z0-9+/=]{8}$/, '');

/** What `toJSON` of ProseMirror gives is what `ReportDocument` takes. */
export const toDocument = (node: Node): ReportDocument => node.toJSON() as ReportDocument;
