import { invalid } from '../../platform/errors.ts';
import { isDigest } from './digests.ts';

const MAX_LENGTH = 128;
/** Python's `\w`, points and dashes. */
const NAME = /^[\p{L}\p{N}_.-]+$/u;
const LABEL = /^[\p{L}\p{N}_.-](?:[\p{L}\p{N}_. -]*[\p{L}\p{N}_.-])?$/u;
const VERSION = /^v\d+$/;
const TABLE_DIGEST = /^[0-9a-f]{64}$/;

/** @throws RunloomError('invalid') for a name that no object can have */
export function checkObjectName(name: string): void {
  if (NAME.test(name) && [...name].length <= MAX_LENGTH) return;
  throw invalid(
    `"${shown(name)}" can't be the name of an object: take 1 to ${MAX_LENGTH} letters, digits, "_", "-" and ".".`,
  );
}

/** @throws RunloomError('invalid') for a text that can't be a tag */
export function checkTag(tag: string): void {
  if (LABEL.test(tag) && [...tag].length <= MAX_LENGTH) return;
  throw invalid(
    `"${shown(tag)}" can't be a tag: take 1 to ${MAX_LENGTH} letters, digits, "_", "-", "." and spaces between them.`,
  );
}

/** @throws RunloomError('invalid') for a text that can't be an alias */
export function checkAlias(alias: string): void {
  if (alias === 'latest' || VERSION.test(alias) || isDigest(alias) || TABLE_DIGEST.test(alias)) {
    throw invalid(
      `"${alias}" can't be an alias: "latest", "v0" and the like, and digests have a meaning of their own.`,
    );
  }
  if (LABEL.test(alias) && [...alias].length <= MAX_LENGTH) return;
  throw invalid(
    `"${shown(alias)}" can't be an alias: take 1 to ${MAX_LENGTH} letters, digits, "_", "-", "." and spaces between them.`,
  );
}

/** The number of `v3`, null of anything else. */
export function versionNumber(version: string): number | null {
  if (!VERSION.test(version)) return null;
  const number = Number(version.slice(1));
  return Number.isSafeInteger(number) ? number : null;
}

const shown = (text: string): string =>
  text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
