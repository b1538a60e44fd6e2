import { invalid } from '../../platform/errors.ts';

const MAX_NAME_BYTES = 1024;
/** What file systems take: a client that downloads the file must be able to store it. */
const MAX_SEGMENT_BYTES = 255;
const CONTROL = /\p{Cc}/u;
/** Parts of plain characters, none of which begins with a dot. */
const USUAL = /^\w[\w .-]*(?:\/\w[\w .-]*)*$/;
const DRIVE = /^[A-Za-z]:/;

/** `./a` and `a` are the same file: clients use both. */
function withoutDot(name: string): string {
  return name.replace(/^(?:\.\/+)+/, '');
}

/** Why a file may not be called so; null when it may. Protects those who download it, too. */
export function nameComplaint(name: string): string | null {
  // Manifests have a hundred thousand of them.
  if (name.length <= MAX_SEGMENT_BYTES && USUAL.test(name)) return null;
  if (name === '') return 'is empty';
  if (!name.isWellFormed()) return 'is no valid Unicode text';
  if (CONTROL.test(name)) return 'has control characters';
  if (name.includes('\\')) return 'has a backslash';
  if (name.startsWith('/') || DRIVE.test(name)) return 'is not relative';
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) return `is longer than ${MAX_NAME_BYTES} bytes`;
  for (const segment of name.split('/')) {
    if (segment === '' || segment === '.' || segment === '..') {
      return 'has an empty part or one of dots';
    }
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) {
      return `has a part of more than ${MAX_SEGMENT_BYTES} bytes`;
    }
  }
  return null;
}

/**
 * The name as it is stored.
 * @throws RunloomError('invalid') when it could leave the folder of the run, or can't be stored
 */
export function storedName(name: string): string {
  const plain = withoutDot(name);
  const wrong = nameComplaint(plain);
  if (wrong === null) return plain;
  throw invalid(`The file name ${JSON.stringify(name.slice(0, 200))} ${wrong}.`);
}

/** The name as it would be stored, or null when no file can have it. */
export function findableName(name: string): string | null {
  const plain = withoutDot(name);
  return nameComplaint(plain) === null ? plain : null;
}
