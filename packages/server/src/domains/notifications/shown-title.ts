import type { Notification } from './types.ts';

/** The title with how often the like of it happened: “weft-12 crashed, and 36 more”. */
export const shownTitle = ({ title, count }: Pick<Notification, 'title' | 'count'>): string =>
  count > 1 ? `${title}, and ${count - 1} more` : title;
