const MAX_LENGTH = 128;

/** A title as clients of Weave make the name of an object of it; null when nothing is left of it. */
export function objectNameOf(title: string): string | null {
  const name = title.replace(/[^\p{L}\p{N}_.]+/gu, '-').replace(/^[-_.]+|[-_.]+$/g, '');
  return name === '' ? null : [...name].slice(0, MAX_LENGTH).join('');
}
