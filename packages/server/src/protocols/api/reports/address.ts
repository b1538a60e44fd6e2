import { reportNumberOf } from '@runloom/model';
import type { ReportId } from '../../../domains/reports/index.ts';
import { notFound } from '../../../platform/errors.ts';

/** The number in the id of a report. @throws RunloomError('not_found') for what is no id */
export function reportNumber(id: string): ReportId {
  const number = reportNumberOf(id);
  if (number === null) throw notFound('This report');
  return number as ReportId;
}
