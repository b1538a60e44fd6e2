import { REPORT_LIMITS } from './limits.ts';
import { markSpec, nodeSpec, type ReportAttribute } from './schema.ts';

/** What is wrong with a document, and where: `content.2.marks.0`. */
export interface DocumentIssue {
  readonly path: string;
  readonly message: string;
}

type Json = Readonly<Record<string, unknown>>;

/** As many as a person can use. */
const MOST_ISSUES = 10;

/**
 * What is wrong with the names, the attributes and the size of a document; at most ten issues. What
 * may stand in what is said by the content expressions, which ProseMirror checks.
 */
export function checkDocument(value: unknown): readonly DocumentIssue[] {
  if (!isRecord(value) || value['type'] !== 'doc') {
    return [{ path: '', message: 'a document is an object of the type doc' }];
  }
  const issues: DocumentIssue[] = [];
  for (const issue of documentIssues(value)) {
    issues.push(issue);
    if (issues.length === MOST_ISSUES) break;
  }
  return issues;
}

/** Goes in no recursion: what comes from outside may be nested as deep as it likes. */
function* documentIssues(document: Json): Generator<DocumentIssue> {
  const rest: { node: unknown; path: string; depth: number }[] = [
    { node: document, path: '', depth: 0 },
  ];
  let count = 0;
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { node, path, depth } = next;
    count += 1;
    if (count > REPORT_LIMITS.nodes) {
      yield { path: '', message: `a report has at most ${REPORT_LIMITS.nodes} nodes` };
      return;
    }
    if (depth > REPORT_LIMITS.depth) {
      yield { path, message: `blocks are nested at most ${REPORT_LIMITS.depth} deep` };
    } else if (!isRecord(node) || typeof node['type'] !== 'string') {
      yield { path, message: 'a node is an object with a type' };
    } else {
      yield* nodeIssues(node, node['type'], path);
      const { content } = node;
      if (Array.isArray(content)) {
        content.forEach((child: unknown, index) => {
          rest.push({ node: child, path: join(path, `content.${index}`), depth: depth + 1 });
        });
      } else if (content !== undefined) yield { path, message: 'content is a list' };
    }
  }
}

function* nodeIssues(node: Json, type: string, path: string): Generator<DocumentIssue> {
  const spec = nodeSpec(type);
  if (spec === null) {
    yield { path, message: `a report has no block of the type ${JSON.stringify(type)}` };
    return;
  }
  for (const message of attributeIssues(type, spec.attributes, node['attrs'])) {
    yield { path, message };
  }
  const { text, marks } = node;
  if (type === 'text' && (typeof text !== 'string' || text === '')) {
    yield { path, message: 'text is a string that is not empty' };
  } else if (type === 'text' && String(text).length > REPORT_LIMITS.text) {
    yield { path, message: `one piece of text has at most ${REPORT_LIMITS.text} characters` };
  }
  if (marks === undefined) return;
  if (!Array.isArray(marks)) {
    yield { path, message: 'marks are a list' };
    return;
  }
  for (const [index, mark] of marks.entries()) {
    for (const message of markIssues(mark)) yield { path: join(path, `marks.${index}`), message };
  }
}

function markIssues(mark: unknown): readonly string[] {
  const name = isRecord(mark) ? mark['type'] : undefined;
  const spec = typeof name === 'string' ? markSpec(name) : null;
  if (spec === null || !isRecord(mark)) {
    return [`a report has no mark of the type ${JSON.stringify(name)}`];
  }
  return attributeIssues(String(name), spec.attributes, mark['attrs']);
}

/** What is wrong with the attributes of one node or mark, called `owner` in the words. */
export function attributeIssues(
  owner: string,
  rules: Readonly<Record<string, ReportAttribute>>,
  given: unknown,
): readonly string[] {
  if (given !== undefined && given !== null && !isRecord(given)) {
    return [`attrs of ${owner} are an object`];
  }
  const attrs = given ?? {};
  const unknown = Object.keys(attrs)
    .filter((name) => !Object.hasOwn(rules, name))
    .map((name) => `${owner} has no attribute ${JSON.stringify(name)}`);
  const wrong = Object.entries(rules).flatMap(([name, rule]) => {
    if (Object.hasOwn(attrs, name)) return valueIssues(`${owner}.${name}`, rule, attrs[name]);
    return 'default' in rule ? [] : [`${owner} needs the attribute ${name}`];
  });
  return [...unknown, ...wrong];
}

function valueIssues(place: string, rule: ReportAttribute, value: unknown): readonly string[] {
  const result = rule.value.safeParse(value);
  if (result.success) return [];
  const issue = result.error.issues[0];
  const where = [place, ...(issue?.path ?? []).map(String)].join('.');
  return [`${where}: ${issue?.message ?? 'is not valid'}`];
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const join = (path: string, rest: string): string => (path === '' ? rest : `${path}.${rest}`);
