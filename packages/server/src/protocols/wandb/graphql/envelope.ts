import { z } from 'zod';
import { invalid } from '../../../platform/errors.ts';

const Envelope = z.object({
  query: z.string().min(1),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** One GraphQL request. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
}

/**
 * Reads the body of a request. Everything that the client's Python side sends has the operation name
 * `""`, which means none.
 * @throws RunloomError('invalid')
 */
export function readEnvelope(body: unknown): GraphqlRequest {
  if (Array.isArray(body)) throw invalid('Send one GraphQL request at a time, not a list.');
  const envelope = Envelope.safeParse(body);
  if (!envelope.success) {
    throw invalid(
      'The body must be a JSON object with "query" (text), and if needed "variables" (object) and "operationName" (text).',
    );
  }
  const { query, variables, operationName } = envelope.data;
  return { query, variables: variables ?? {}, operationName: operationName || null };
}
