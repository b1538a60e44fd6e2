import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { textParameter } from '../../../app/search-params.ts';
import type { ConsoleSearch } from '../../../data/console.ts';

const TYPING_MS = 200;

/** What of the console stands in the address: the search with its narrowing, and a line that is pointed at. */
export function useConsoleState() {
  const navigate = useNavigate();
  const parameters = useSearch({ strict: false }) as Record<string, unknown>;
  const asked = textParameter(parameters, 'q') ?? '';
  const [typed, setTyped] = useState(asked);
  const lastWritten = useRef(asked);

  // Going back, or following a link, changes the address under the field.
  useEffect(() => {
    if (asked === lastWritten.current) return;
    lastWritten.current = asked;
    setTyped(asked);
  }, [asked]);

  useEffect(() => {
    if (typed === lastWritten.current) return undefined;
    const timer = setTimeout(() => {
      lastWritten.current = typed;
      void navigate({
        to: '.',
        search: (before) => ({ ...before, q: typed || undefined }) as never,
        replace: true,
      });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, navigate]);

  const line = Number(textParameter(parameters, 'line') ?? Number.NaN);
  const isPattern = textParameter(parameters, 're') === '1';
  const askedLevel = textParameter(parameters, 'level');
  const level = askedLevel === 'error' || askedLevel === 'info' ? askedLevel : null;
  const label = textParameter(parameters, 'label') ?? null;
  const search = useMemo(
    (): ConsoleSearch => ({ text: asked, isPattern, level, label }),
    [asked, isPattern, level, label],
  );
  const narrow = (change: Partial<Pick<ConsoleSearch, 'isPattern' | 'level' | 'label'>>) => {
    const next = { ...search, ...change };
    void navigate({
      to: '.',
      search: (before) =>
        ({
          ...before,
          re: next.isPattern ? '1' : undefined,
          level: next.level ?? undefined,
          label: next.label ?? undefined,
        }) as never,
      replace: true,
    });
  };
  return {
    /** What is in the field. */
    typed,
    setTyped,
    /** What is searched: the field's text once typing has paused, with pattern, level and label. */
    search,
    narrow,
    /** Counted from 0. */
    linkedNumber: Number.isInteger(line) && line > 0 ? line - 1 : null,
    link: (number: number) =>
      void navigate({
        to: '.',
        search: (before) => ({ ...before, line: String(number + 1) }) as never,
        replace: true,
      }),
  };
}
