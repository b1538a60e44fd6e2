import type { AlertView } from '@runloom/model';
import type { Tone } from '../../../components/badge.tsx';

type Severity = AlertView['severity'];

export const SEVERITY_TONES: Readonly<Record<Severity, Tone>> = {
  INFO: 'info',
  WARN: 'warning',
  ERROR: 'danger',
};

export const SEVERITY_NAMES: Readonly<Record<Severity, string>> = {
  INFO: 'Info',
  WARN: 'Warning',
  ERROR: 'Error',
};

/** The most serious among alerts; `INFO` when there are none. */
export function worstSeverity(alerts: readonly Pick<AlertView, 'severity'>[]): Severity {
  const found = new Set(alerts.map(({ severity }) => severity));
  if (found.has('ERROR')) return 'ERROR';
  return found.has('WARN') ? 'WARN' : 'INFO';
}
