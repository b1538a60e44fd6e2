import { AUDIT_OUTCOMES, type AuditFilter } from '@runloom/model';

/** The filter as the address holds it: texts, days as `2026-11-26`. */
export interface AuditSearch {
  readonly organization?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly resource?: string | undefined;
  readonly outcome?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What is asked of the server; days are the reader's own, `to` among them. */
export function readFilter(search: AuditSearch): AuditFilter {
  const { organization, actor, action, resource } = search;
  const outcome = AUDIT_OUTCOMES.find((one) => one === search.outcome);
  const from = startOf(search.from, 0);
  const to = startOf(search.to, 1);
  return {
    ...(organization && { organization }),
    ...(actor && { actor }),
    ...(action && { action }),
    ...(resource && { resource }),
    ...(outcome && { outcome }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
  };
}

/** The first moment of a day, or of one so many days later; null when the text is none. */
function startOf(day: string | undefined, later: number): number | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? [];
  if (year === undefined) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(date) + later).getTime();
  return Number.isFinite(at) && at >= 0 ? at : null;
}
