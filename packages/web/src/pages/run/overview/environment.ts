import { formatBytes } from '../../../components/format.ts';
import { boxedNumber, numberText } from '../../../components/value-tree/api-json.ts';

/** What is worth showing of `wandb-metadata.json`, in order. */
export interface EnvironmentFact {
  readonly term: string;
  readonly text: string;
}

/**
 * Reads the client's description of its machine. Every member may be missing or of any type: the
 * client's versions differ, and anyone may upload a file of that name.
 */
export function environmentFacts(
  environment: Readonly<Record<string, unknown>> | null,
): readonly EnvironmentFact[] {
  if (environment === null) return [];
  const facts: { term: string; text: string | null }[] = [
    { term: 'OS', text: text(environment['os']) },
    { term: 'Python', text: text(environment['python']) },
    { term: 'CPU', text: processors(environment) },
    { term: 'Memory', text: memory(environment['memory']) },
    { term: 'GPU', text: graphics(environment) },
    { term: 'CUDA', text: text(environment['cudaVersion']) },
    { term: 'Directory', text: text(environment['root']) },
    { term: 'Client', text: text(environment['cliVersion'] ?? environment['cli_version']) },
  ];
  return facts.filter((fact): fact is EnvironmentFact => fact.text !== null);
}

function text(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || boxedNumber(value) !== null ? numberText(value) : null;
}

function count(value: unknown): number | null {
  const found = Number(typeof value === 'number' || typeof value === 'string' ? value : Number.NaN);
  return Number.isFinite(found) && found > 0 ? found : null;
}

function processors(environment: Readonly<Record<string, unknown>>): string | null {
  const cores = count(environment['cpu_count']);
  const threads = count(environment['cpu_count_logical']);
  if (cores === null && threads === null) return null;
  if (cores === null || threads === null || cores === threads) {
    const known = cores ?? threads;
    return `${known} ${known === 1 ? 'core' : 'cores'}`;
  }
  return `${cores} cores, ${threads} threads`;
}

function memory(value: unknown): string | null {
  const total = count(isObject(value) ? value['total'] : null);
  return total === null ? null : formatBytes(total);
}

function graphics(environment: Readonly<Record<string, unknown>>): string | null {
  const name = text(environment['gpu']) ?? text(environment['gpu_type']);
  const number = count(environment['gpu_count']);
  if (name === null) return number === null ? null : String(number);
  return number === null || number === 1 ? name : `${number} × ${name.replace(/^\[|\]$/g, '')}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
