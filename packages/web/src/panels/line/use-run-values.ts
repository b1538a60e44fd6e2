import type { RunView } from '@runloom/model';
import { useMemo } from 'react';
import { useRuns } from '../../data/runs.ts';

type ValueOf = (run: string, source: 'run' | 'config' | 'summary', path: string) => unknown;

const NOTHING_KNOWN: ValueOf = () => null;
const NAMED = /\$\{\s*(?:config|summary|run):(?!displayName|name\b|id\b)/;

/** Config, summary and attributes of runs for a legend's template; asks only when it names any. */
export function useRunValues(entity: string, project: string, template: string): ValueOf {
  const isEnabled = NAMED.test(template);
  const { runs } = useRuns(entity, project, { isEnabled });
  return useMemo(() => {
    if (!isEnabled) return NOTHING_KNOWN;
    const byName = new Map(runs.map((run) => [run.name, run]));
    return (name, source, path) => {
      const run = byName.get(name);
      if (run === undefined) return null;
      return source === 'run' ? attributeOf(run, path) : valueAt(run[source], path);
    };
  }, [isEnabled, runs]);
}

function attributeOf(run: RunView, path: string): unknown {
  if (path === 'tags') return run.tags.join(', ');
  const known: Readonly<Record<string, unknown>> = {
    group: run.group,
    jobType: run.jobType,
    job_type: run.jobType,
    state: run.state,
    user: run.user,
    notes: run.notes,
    sweep: run.sweep,
  };
  return Object.hasOwn(known, path) ? known[path] : null;
}

/** A key with dots in it, or a path through objects. */
function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return null;
  if (Object.hasOwn(value, path)) return Reflect.get(value, path);
  const dot = path.indexOf('.');
  if (dot < 0) return null;
  const head = path.slice(0, dot);
  return Object.hasOwn(value, head) ? valueAt(Reflect.get(value, head), path.slice(dot + 1)) : null;
}
