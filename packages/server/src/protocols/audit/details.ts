import type { TraceDetail } from '../../platform/trail.ts';

/** Members of bodies whose values are worth keeping and no secrets. */
const TOLD = new Set([
  'action',
  'admin',
  'alias',
  'archived',
  'description',
  'displayName',
  'email',
  'entity',
  'entityName',
  'expiresAt',
  'isAdmin',
  'isDraft',
  'kind',
  'name',
  'newName',
  'newProjectName',
  'permission',
  'permissions',
  'project',
  'projectName',
  'role',
  'runs',
  'scope',
  'scopes',
  'state',
  'tags',
  'team',
  'title',
  'to',
  'username',
  'visibility',
]);
const MOST_TEXT = 200;
const MOST_ITEMS = 20;

/**
 * What the log keeps of a body: short values of members known to hold no secret, and of all others the
 * names alone.
 */
export function auditDetails(body: unknown): Readonly<Record<string, TraceDetail>> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {};
  const details: Record<string, TraceDetail> = Object.create(null);
  const untold: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    const told = TOLD.has(name) ? detailOf(value) : undefined;
    if (told === undefined) untold.push(name.slice(0, MOST_TEXT));
    else details[name] = told;
  }
  if (untold.length > 0) details['given'] = untold.sort().slice(0, MOST_ITEMS);
  return { ...details };
}

function detailOf(value: unknown): TraceDetail | undefined {
  if (typeof value === 'string') {
    return value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT).toWellFormed()}…` : value;
  }
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value);
  if (!Array.isArray(value)) return undefined;
  const items = value.slice(0, MOST_ITEMS).map(detailOf);
  return items.some((item) => item === undefined || Array.isArray(item))
    ? undefined
    : (items as TraceDetail[]);
}
