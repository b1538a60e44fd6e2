import type { CallRedaction } from '@runloom/model';
import { RE2JS } from 're2js';
import { invalid } from '../../platform/errors.ts';
import type { CallPart } from '../calls/index.ts';
import { matchesPath, parsePathPattern } from './path-pattern.ts';
import { type JsonRewriter, rewriteJson } from './rewrite-json.ts';

/** Takes out of a part what the rules say. */
export type Redact = (part: CallPart) => CallPart;

const JSON_FIELDS = ['inputs', 'output', 'attributes', 'summary'] as const;
const TEXT_FIELDS = ['opName', 'displayName', 'exception', 'threadId', 'wbRunId'] as const;
const REFERENCE = 'weave:///';

/** In place of the copy of a span from which no key path can be taken: its names are the sender's. */
const WITHHELD = JSON.stringify({ redacted: 'A key path of this call is redacted.' });

const MAX_PATTERN_LENGTH = 1_000;

/**
 * Compiles redactions.
 * @throws RunloomError('invalid') that names the one that can't be read
 */
export function compileRedactions(redactions: readonly CallRedaction[]): Redact {
  const patterns: { matcher: RE2JS; replacement: string }[] = [];
  const paths: { pattern: readonly string[]; replacement: string }[] = [];
  redactions.forEach((redaction, index) => {
    const { replacement } = redaction;
    const read = readRedaction(redaction);
    if (typeof read === 'string') throw invalid(`Redaction ${index + 1}: ${read}`);
    if (read instanceof RE2JS) patterns.push({ matcher: read, replacement });
    else paths.push({ pattern: read, replacement });
  });

  const redactText = (text: string): string =>
    patterns.reduce(
      (rest, { matcher, replacement }) => matcher.matcher(rest).replaceAll(() => replacement),
      text,
    );

  return (part) => redactPart(part, redactText, patterns.length > 0, paths);
}

/** What is wrong with each of the redactions that can't be read, by their place. */
export function redactionProblems(
  redactions: readonly CallRedaction[],
): readonly { readonly redaction: number; readonly message: string }[] {
  return redactions.flatMap((redaction, index) => {
    const read = readRedaction(redaction);
    return typeof read === 'string' ? [{ redaction: index, message: sentence(read) }] : [];
  });
}

const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function redactPart(
  part: CallPart,
  redactText: (text: string) => string,
  hasPatterns: boolean,
  paths: readonly { pattern: readonly string[]; replacement: string }[],
): CallPart {
  const changed: Record<string, string> = {};
  let hidesPath = false;
  for (const field of JSON_FIELDS) {
    const json = part[field];
    if (json === undefined) continue;
    const rewriter: JsonRewriter = {
      // A reference names what it is, by digest: changed, it would name nothing.
      text: (text) => (hasPatterns && !text.startsWith(REFERENCE) ? redactText(text) : text),
      value: (path) => {
        const found = paths.find(({ pattern }) => matchesField(pattern, field, path));
        if (found === undefined) return null;
        hidesPath = true;
        return found.replacement;
      },
    };
    const rewritten = rewriteJson(json, rewriter) ?? JSON.stringify(redactText(json));
    if (rewritten !== json) changed[field] = rewritten;
  }
  for (const field of TEXT_FIELDS) {
    const text = part[field];
    if (typeof text !== 'string') continue;
    const hidden = paths.find(({ pattern }) => matchesPath(pattern, [field]));
    const rewritten = hidden?.replacement ?? (text.startsWith(REFERENCE) ? text : redactText(text));
    if (rewritten !== text) changed[field] = rewritten;
  }
  if (part.otelDump !== undefined) {
    const dump = part.otelDump;
    const redacted = hidesPath
      ? WITHHELD
      : (rewriteJson(dump, { text: redactText, value: () => null }) ?? WITHHELD);
    if (redacted !== dump) changed['otelDump'] = redacted;
  }
  return Object.keys(changed).length === 0 ? part : { ...part, ...changed };
}

const matchesField = (
  pattern: readonly string[],
  field: string,
  path: readonly string[],
): boolean => matchesPath(pattern, [field, ...path]);

/** The pattern or key path, or what is wrong with it. */
function readRedaction(redaction: CallRedaction): RE2JS | readonly string[] | string {
  if (redaction.kind === 'pattern') return readPattern(redaction.pattern);
  return (
    parsePathPattern(redaction.path) ??
    `a key path is names split by dots, such as inputs.messages.*.content, not ${JSON.stringify(redaction.path.slice(0, 200))}.`
  );
}

function readPattern(pattern: string): RE2JS | string {
  if (pattern === '' || pattern.length > MAX_PATTERN_LENGTH) {
    return `a pattern has 1 to ${MAX_PATTERN_LENGTH} characters.`;
  }
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    return `the pattern can not be read: ${error instanceof Error ? error.message : String(error)}.`;
  }
  if (compiled.matches('')) {
    return 'the pattern matches the empty text, so it would redact everywhere.';
  }
  return compiled;
}
