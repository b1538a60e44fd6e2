import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * What a pack is made of, one behind the other: a mark (4 bytes), how many bytes follow the head (4, the
 * lowest first), the digest (32), the CRC-32 of these (4); then the bytes themselves.
 */
export const HEAD_BYTES = 44;
const CHECKED_BYTES = 40;
const CONTENT = 0x2b_62_6c_52;
const REMOVAL = 0x2d_62_6c_52;

/** A record and where it lies. */
export interface PackRecord {
  /** Of a content that is here, or one that is here no more. */
  readonly kind: 'content' | 'removal';
  readonly digest: string;
  /** Where the bytes of the content begin. */
  readonly at: number;
  readonly sizeBytes: number;
}

export const endOf = ({ at, sizeBytes }: PackRecord): number => at + sizeBytes;

export function writeHead({ kind, digest, sizeBytes }: Omit<PackRecord, 'at'>): Buffer {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  head.writeUInt32LE(kind === 'content' ? CONTENT : REMOVAL, 0);
  head.writeUInt32LE(sizeBytes, 4);
  head.write(digest, 8, 'hex');
  head.writeUInt32LE(crc32(head.subarray(0, CHECKED_BYTES)), CHECKED_BYTES);
  return head;
}

/**
 * The records in `bytes`, which stand at `start` of their pack, up to the first that is not whole: what a
 * server was writing when it was killed, and has acknowledged to nobody.
 */
export function* readRecords(bytes: Buffer, start: number): Generator<PackRecord> {
  for (let from = 0; from + HEAD_BYTES <= bytes.byteLength; ) {
    const mark = bytes.readUInt32LE(from);
    const head = bytes.subarray(from, from + CHECKED_BYTES);
    if (mark !== CONTENT && mark !== REMOVAL) return;
    if (crc32(head) !== bytes.readUInt32LE(from + CHECKED_BYTES)) return;
    const sizeBytes = head.readUInt32LE(4);
    const digest = head.toString('hex', 8);
    const at = from + HEAD_BYTES;
    if (at + sizeBytes > bytes.byteLength) return;
    const kind = mark === CONTENT ? 'content' : 'removal';
    const content = bytes.subarray(at, at + sizeBytes);
    if (kind === 'content' && hash('sha256', content) !== digest) return;
    yield { kind, digest, at: start + at, sizeBytes };
    from = at + sizeBytes;
  }
}
