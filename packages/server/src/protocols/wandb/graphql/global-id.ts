/**
 * Ids on the wire: base64 of `Kind:number`, since clients decode some of them and take them apart at
 * the colon.
 */
export function encodeGlobalId(kind: string, id: number): string {
  return Buffer.from(`${kind}:${id}`).toString('base64');
}

/** The number in an id of this kind; null when it is another kind or none of ours. */
export function decodeGlobalId(kind: string, text: string): number | null {
  const [, found, digits] = /^([A-Za-z]+):(\d{1,15})$/.exec(decode(text)) ?? [];
  return found === kind && digits !== undefined ? Number(digits) : null;
}

const decode = (text: string): string => Buffer.from(text, 'base64').toString('latin1');
