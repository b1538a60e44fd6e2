const MAX_LENGTH = 128;

/** A title as clients of Weave make the name of an object of it; empty when nothing is left of it. */
export function objectNameOf(title: string): string {
  const name = title.replace(/[^\p{L}\p{N}_.]+/gu, '-').replace(/^[-_.]+|[-_.]+$/g, '');
  return [...name].slice(0, MAX_LENGTH).join('');
}
