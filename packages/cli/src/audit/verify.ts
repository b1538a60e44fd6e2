import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { AuditEntry, AuditExportHead, type AuditReport, createAuditVerifier } from '@runloom/model';
import { ServerError } from '../errors.ts';
import { parsedJson } from '../parsed-json.ts';
import type { VerifyOptions } from './options.ts';

/** Of a DER-encoded Ed25519 public key (RFC 8410), before its 32 bytes. */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

export interface Verified {
  readonly head: AuditExportHead;
  readonly report: AuditReport;
}

/**
 * Verifies the lines of an export, one at a time.
 * @throws ServerError when they are no export at all
 */
export async function verifyLines(
  lines: AsyncIterable<string>,
  options: Pick<VerifyOptions, 'noted' | 'publicKey'>,
): Promise<Verified> {
  const iterator = lines[Symbol.asyncIterator]();
  const head = readHead((await iterator.next()).value);
  const key = readKey(options.publicKey ?? head.publicKey);
  const verifier = createAuditVerifier(
    {
      hash: (text) => createHash('sha256').update(text).digest('hex'),
      isSigned: (text, signature) =>
        verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64')),
    },
    {
      complete: head.complete,
      start: head.start,
      head: head.head,
      ...(options.noted && { noted: options.noted }),
    },
  );
  let number = 1;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    number += 1;
    if (next.value.trim() === '') continue;
    const entry = readEntry(next.value);
    if (entry !== null) verifier.add(entry);
    else verifier.tell({ kind: 'unreadable', sequence: 0, message: `Line ${number} is no entry.` });
  }
  return { head, report: verifier.finish() };
}

function readHead(line: string | undefined): AuditExportHead {
  const head = AuditExportHead.safeParse(parsedJson(line ?? ''));
  if (head.success) return head.data;
  throw new ServerError(
    'This is no export of an audit log: its first line should hold "format":"runloom-audit-1". Export it as JSON lines.',
  );
}

function readEntry(line: string): AuditEntry | null {
  // Members that are not of an entry would not be hashed: none may stand beside them.
  const entry = AuditEntry.strict().safeParse(parsedJson(line));
  return entry.success ? entry.data : null;
}

function readKey(text: string): KeyObject {
  const bytes = Buffer.from(text, 'base64');
  try {
    if (bytes.length !== 32) throw new Error('wrong length');
    return createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: 'der', type: 'spki' });
  } catch {
    throw new ServerError('The public key is not 32 bytes in base64, as the log’s head shows it.');
  }
}
