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

/**
 * The address in an id `Run:v1:run:project:entity`: W&B's own ids look so, and the client's scheduler
 * of sweeps makes them up (wandb 0.31, `sdk/launch/sweeps/scheduler.py`). Null for other ids.
 */
export function decodeRunAddress(
  text: string,
): { entityName: string; projectName: string; runName: string } | null {
  const plain = Buffer.from(text, 'base64').toString('utf8');
  const [, runName, projectName, entityName] = /^Run:v1:(.+):([^:]+):([^:]+)$/s.exec(plain) ?? [];
  if (!runName || !projectName || !entityName) return null;
  return { entityName, projectName, runName };
}

/** The other way round. */
export function encodeRunAddress(address: {
  entityName: string;
  projectName: string;
  runName: string;
}): string {
  const { runName, projectName, entityName } = address;
  return Buffer.from(`Run:v1:${runName}:${projectName}:${entityName}`).toString('base64');
}

const decode = (text: string): string => Buffer.from(text, 'base64').toString('latin1');
