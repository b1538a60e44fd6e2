import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/**
 * A component whose code can be fetched ahead. Where it is there in time it is drawn at once: an ordinary
 * lazy component shows its placeholder first, however short, and React keeps that for 300 ms.
 */
export function preloadable<Props>(load: () => Promise<ComponentType<Props>>): {
  readonly Component: LazyExoticComponent<ComponentType<Props>>;
  preload(this: void): Promise<void>;
} {
  let loaded: { readonly default: ComponentType<Props> } | null = null;
  const fetchOnce = async (): Promise<{ readonly default: ComponentType<Props> }> => {
    loaded ??= { default: await load() };
    return loaded;
  };
  return {
    Component: lazy(() => (loaded === null ? fetchOnce() : alreadyThere(loaded))),
    preload: async () => void (await fetchOnce()),
  };
}

/** React asks with `then`, and goes on drawing when it is answered before that returns. */
function alreadyThere<Value>(value: Value): Promise<Value> {
  // biome-ignore lint/suspicious/noThenProperty: React is to take it for a promise
  const answered = { then: (take: (value: Value) => void) => take(value) };
  return answered as unknown as Promise<Value>;
}
