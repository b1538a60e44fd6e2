import { invalid } from '../../platform/errors.ts';

const MAX_PAYLOAD = 100_000;
/** `${name}`, or `$NAME` as W&B's documentation writes secrets. */
const VARIABLE = /\$\{([^}]+)\}|\$([A-Za-z_][A-Za-z0-9_]*)/g;

/** @throws RunloomError('invalid') when it is no JSON or too long */
export function checkPayload(payload: string | null): void {
  if (payload === null) return;
  if (payload.length > MAX_PAYLOAD) {
    throw invalid(`The payload has at most ${MAX_PAYLOAD} characters.`);
  }
  try {
    JSON.parse(payload);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(`The payload is not JSON: ${reason}.`);
  }
}

/**
 * The payload with its variables filled in. They are filled into the texts of the parsed JSON, so that
 * no value can change its shape. A variable that the event does not have is an empty text; a `$NAME`
 * that names no secret stays as it is. Without a payload all variables of the event are sent, and no secret.
 */
export function renderPayload(
  payload: string | null,
  variables: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>>,
): string {
  if (payload === null) return JSON.stringify(variables);
  const secret = new Map(Object.entries(secrets));
  const known = new Map([...Object.entries(variables), ...secret]);
  const fill = (text: string): string =>
    text.replace(VARIABLE, (whole, braced: string | undefined, bare: string | undefined) =>
      braced === undefined ? (secret.get(bare ?? '') ?? whole) : (known.get(braced) ?? ''),
    );
  return JSON.stringify(fillTexts(JSON.parse(payload), fill));
}

function fillTexts(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map((item: unknown) => fillTexts(item, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [fill(key), fillTexts(inner, fill)]),
  );
}
