import type { z } from 'zod';

/** Why a saved view can't be read, in words for whoever opens it. */
export class ViewSpecError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ViewSpecError';
  }
}

/**
 * Reads specs of one kind of view, and throws a {@link ViewSpecError} for what is none.
 * @param newest the version that this program writes
 */
export function specReader<Spec>(
  schema: z.ZodType<Spec>,
  newest: number,
): (value: unknown) => Spec {
  return (value) => {
    const version =
      typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
    if (typeof version === 'number' && version > newest) {
      throw new ViewSpecError(
        `This view was saved by a newer version of Runloom (format ${version}; this one reads up to ${newest}).`,
      );
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const place =
      issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
    throw new ViewSpecError(
      `This view can’t be read${place}: ${issue?.message ?? 'unknown reason'}`,
    );
  };
}
