import type { CallRowView } from '@runloom/model';
import { useEffect, useMemo, useRef, useState } from 'react';

/** Calls that were chosen: single ones, or all that the list means but some. */
export interface CallSelector {
  readonly count: number;
  readonly isAll: boolean;
  has(id: string): boolean;
  /** @param isRange all between the last one that was chosen and this one, as far as they were read */
  toggle(
    id: string,
    index: number,
    isRange: boolean,
    rowAt: (index: number) => CallRowView | undefined,
  ): void;
  toggleAll(): void;
  clear(): void;
  /** Single ones, or those of all that are left out. */
  readonly chosen: { readonly ids: readonly string[] } | { readonly except: readonly string[] };
}

/** @param listed whatever it is, the choice is of this list alone */
export function useSelection(total: number, listed: string): CallSelector {
  const [chosen, setChosen] = useState<{ isAll: boolean; ids: ReadonlySet<string> }>(NONE);
  const anchor = useRef<number | null>(null);
  useEffect(() => setChosen(NONE), [listed]);
  return useMemo(() => {
    const { isAll, ids } = chosen;
    return {
      count: isAll ? Math.max(0, total - ids.size) : ids.size,
      isAll: isAll && ids.size === 0,
      has: (id) => ids.has(id) !== isAll,
      chosen: isAll ? { except: [...ids] } : { ids: [...ids] },
      toggle(id, index, isRange, rowAt) {
        const next = new Set(ids);
        const isOn = ids.has(id);
        const from = isRange && anchor.current !== null ? anchor.current : index;
        anchor.current = index;
        for (let at = Math.min(from, index); at <= Math.max(from, index); at += 1) {
          const one = at === index ? id : rowAt(at)?.id;
          if (one === undefined) continue;
          if (isOn) next.delete(one);
          else next.add(one);
        }
        setChosen({ isAll, ids: next });
      },
      toggleAll: () => setChosen(isAll && ids.size === 0 ? NONE : { isAll: true, ids: new Set() }),
      clear: () => setChosen(NONE),
    };
  }, [chosen, total]);
}

const NONE = { isAll: false, ids: new Set<string>() };
