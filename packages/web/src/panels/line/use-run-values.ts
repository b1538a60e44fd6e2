import { useMemo } from 'react';
import { useRunRows } from '../../data/run-table.ts';
import type { ShownRun } from '../board/board-context.ts';

type ValueOf = (run: string, source: 'run' | 'config' | 'summary', path: string) => unknown;

const NOTHING_KNOWN: ValueOf = () => null;
const NAMED = /\$\{\s*(config|summary|run):([^{}]+)\}/g;
/** Known without asking. */
const PLAIN = new Set(['displayName', 'name', 'id']);

/** Config, summary and attributes of runs for a legend's template; asks only when it names any. */
export function useRunValues(
  entity: string,
  project: string,
  runs: readonly ShownRun[],
  template: string,
): ValueOf {
  const fields = useMemo(() => fieldsOf(template), [template]);
  const isEnabled = fields.length > 0 && runs.length > 0;
  const request = {
    columns: fields.map((field) => ({ field })),
    runs: runs.map(({ name }) => name),
  };
  const { data } = useRunRows(entity, project, request, isEnabled);
  return useMemo(() => {
    if (!isEnabled || data === undefined) return NOTHING_KNOWN;
    const byName = new Map(data.rows.map((row) => [row.name, row.values]));
    const places = new Map(fields.map((field, index) => [field, index]));
    return (run, source, path) => {
      const place = places.get(fieldOf(source, path));
      return place === undefined ? null : (byName.get(run)?.[place] ?? null);
    };
  }, [isEnabled, data, fields]);
}

function fieldsOf(template: string): readonly string[] {
  const fields = [...template.matchAll(NAMED)].flatMap(([, source = '', path = '']) =>
    source === 'run' && PLAIN.has(path.trim()) ? [] : fieldOf(source, path),
  );
  return [...new Set(fields)].slice(0, 50);
}

/** The variable as lists of runs name it. */
function fieldOf(source: string, path: string): string {
  const name = path.trim();
  if (source === 'run') return name === 'job_type' ? 'jobType' : name;
  return `${source}.${name}`;
}
