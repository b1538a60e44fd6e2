import { invalid } from '../../platform/errors.ts';

const MAX_NAME = 128;
const MAX_ALIAS = 128;
const CONTROL = /\p{Cc}/u;
/** As the client checks tags (wandb 0.31, `sdk/artifacts/_validators.py`), in any script. */
const TAG = /^[-\p{L}\p{N}_]+( +[-\p{L}\p{N}_]+)*$/u;
const VERSION = /^v\d{1,9}$/;

/** The index that `v3` means; null for other aliases. */
export function versionIndexOf(alias: string): number | null {
  return VERSION.test(alias) ? Number(alias.slice(1)) : null;
}

/** Splits `name:alias`; without an alias the latest is meant. */
export function splitName(name: string): { collection: string; alias: string } {
  const colon = name.indexOf(':');
  if (colon === -1) return { collection: name, alias: 'latest' };
  return { collection: name.slice(0, colon), alias: name.slice(colon + 1) || 'latest' };
}

/** @throws RunloomError('invalid') when no collection or type may be called so */
export function checkName(what: 'An artifact' | 'A type of artifacts', name: string): void {
  if (name.trim() === '') throw invalid(`${what} needs a name.`);
  if (!name.isWellFormed() || CONTROL.test(name)) {
    throw invalid(`${what} must have a name of valid text without control characters.`);
  }
  if ([...name].length > MAX_NAME) {
    throw invalid(`The name of ${what.toLowerCase()} has at most ${MAX_NAME} characters.`);
  }
  if (/[/\\:]/.test(name) || name === '.' || name === '..') {
    throw invalid(
      `${what} can't be called ${JSON.stringify(name)}: names must not contain / \\ : and not be dots.`,
    );
  }
}

/** @throws RunloomError('invalid') for an alias that nobody could ask for, or that looks like a version */
export function checkAlias(alias: string): void {
  if (alias === '' || [...alias].length > MAX_ALIAS) {
    throw invalid(`An alias has 1 to ${MAX_ALIAS} characters.`);
  }
  if (/[/:]/.test(alias) || !alias.isWellFormed() || CONTROL.test(alias)) {
    throw invalid(`The alias ${JSON.stringify(alias)} must not contain / : or control characters.`);
  }
  if (VERSION.test(alias)) {
    throw invalid(`The alias ${alias} would clash with version ${alias}; choose another name.`);
  }
}

/** @throws RunloomError('invalid') as the client would */
export function checkTag(tag: string): void {
  if (tag.length <= MAX_NAME && TAG.test(tag)) return;
  throw invalid(
    `${JSON.stringify(tag.slice(0, 200))} can't be a tag: tags hold letters, digits, hyphens, underscores and spaces between them.`,
  );
}
