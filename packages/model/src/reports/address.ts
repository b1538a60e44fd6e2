import { pagePath } from '../page-path.ts';

/** The id of a report, as clients of W&B make it of the number: base64 of `View:<n>` without padding. */
export function reportIdOf(number: number): string {
  return btoa(`View:${number}`).replace(/=+$/, '');
}

/** The number of an id, with or without padding; null for what is no id. */
export function reportNumberOf(id: string): number | null {
  if (!/^[A-Za-z0-9+/]{8,32}={0,2}$/.test(id)) return null;
  const bare = id.replace(/=+$/, '');
  let text: string;
  try {
    text = atob(bare);
  } catch {
    return null;
  }
  const [, digits] = /^View:([1-9]\d{0,14})$/.exec(text) ?? [];
  return digits === undefined || reportIdOf(Number(digits)) !== bare ? null : Number(digits);
}

/** What stands before the id in the address of a page: letters and digits of the title. */
function reportSlug(title: string): string {
  const words = title.normalize('NFKD').match(/[A-Za-z0-9]+/g) ?? [];
  return words.join('-').slice(0, 100).replace(/-+$/, '') || 'Report';
}

/** The last segment of the address of a report's page. */
export const reportSegment = ({
  title,
  id,
}: {
  readonly title: string;
  readonly id: string;
}): string => `${reportSlug(title)}--${id}`;

/** The address of a report's page. */
export function reportPath(report: {
  readonly entityName: string;
  readonly projectName: string;
  readonly title: string;
  readonly id: string;
}): string {
  return `${pagePath(report.entityName, report.projectName)}/reports/${reportSegment(report)}`;
}

/** The id in the last segment of such an address; null when there is none. */
export function reportIdInSegment(segment: string): string | null {
  const id = segment.slice(segment.lastIndexOf('--') + 2).replace(/=+$/, '');
  return segment.includes('--') && reportNumberOf(id) !== null ? id : null;
}
