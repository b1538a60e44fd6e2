import { isObject } from '../media/media-value.ts';

const REFERENCE = /^wandb-(?:client-)?artifact:\/\/[^\s]+$/;

/**
 * What a value of a run, or a cell of a table, refers to: an address as clients write it, a table or
 * other media that stands in an artifact, or an artifact in a config. Null for all other values.
 */
export function readReference(value: unknown): string | null {
  if (typeof value === 'string') return REFERENCE.test(value) ? value : null;
  if (!isObject(value)) return null;
  const { _type: type, artifact_path: path, id } = value;
  if (type === 'artifactVersion') {
    return typeof id === 'string' && id !== '' ? `wandb-artifact://_id/${id}` : null;
  }
  return readReference(path);
}
