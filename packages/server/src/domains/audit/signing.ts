import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { type AuditMeans, type AuditSeal, auditSealText } from '@runloom/model';

const PURPOSE = 'runloom audit log 1';
/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 and SPKI (RFC 8410). */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** The server's own hand under the log. */
export interface AuditSigner {
  /** 32 bytes in base64. */
  readonly publicKey: string;
  readonly means: AuditMeans;
  seal(seal: Omit<AuditSeal, 'signature'>): AuditSeal;
}

/** An Ed25519 key (RFC 8032) that is derived from the server's secret by HKDF-SHA256 (RFC 5869). */
export function createAuditSigner(secret: Uint8Array): AuditSigner {
  const seed = Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), PURPOSE, 32));
  const privateKey = createPrivateKey({
    key: Buffer.concat([PRIVATE_HEAD, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey);
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return {
    publicKey: spki.subarray(PUBLIC_HEAD.length).toString('base64'),
    means: createMeans(publicKey),
    seal: (seal) => ({
      ...seal,
      signature: sign(null, Buffer.from(auditSealText(seal)), privateKey).toString('base64'),
    }),
  };
}

export function hashAuditText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function createMeans(publicKey: KeyObject): AuditMeans {
  return {
    hash: hashAuditText,
    isSigned: (text, signature) =>
      verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64')),
  };
}
