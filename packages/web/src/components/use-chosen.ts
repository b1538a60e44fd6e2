import { useState } from 'react';

/**
 * What a person chose, shown from the same moment on, until what the server keeps becomes another.
 * Without it a box would jump back before the request that changes it is even known to be under way.
 * @param kept what the server keeps
 * @returns what to show, and the function that chooses; null takes the choice back, when it failed
 */
export function useChosen<Value>(kept: Value): [Value, (value: Value | null) => void] {
  const [chosen, setChosen] = useState<{ readonly value: Value; readonly over: Value } | null>(
    null,
  );
  return [
    chosen !== null && Object.is(chosen.over, kept) ? chosen.value : kept,
    (value) => setChosen(value === null ? null : { value, over: kept }),
  ];
}
