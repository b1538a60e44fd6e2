import { type Dispatch, useCallback, useEffect, useRef } from 'react';
import type { ProjectPlace } from '../../data/client.ts';
import { askModels } from '../../data/playground.ts';
import { type Chat, type PlaygroundAction, type PlaygroundState, requestOf } from './state.ts';

/** Asks models for the chats of the state, and takes what comes into it. */
export function useRuns(place: ProjectPlace, dispatch: Dispatch<PlaygroundAction>) {
  const open = useRef(new Set<AbortController>());
  useEffect(() => {
    const running = open.current;
    return () => {
      for (const one of running) one.abort();
    };
  }, []);

  /** @param until the turn that is answered; absent for the last one */
  const start = useCallback(
    (
      state: PlaygroundState,
      chats: readonly { readonly chat: Chat; readonly until?: number }[],
      values: ReadonlyMap<string, string>,
    ): void => {
      const asked = chats.flatMap(({ chat, until }) => {
        const request = requestOf(chat, until, values);
        if (request === null) return [];
        // The number grows with every start, also after the page was loaded again.
        const runs = Array.from(
          { length: state.trials },
          (_, trial) => `${state.nextId}/${chat.id}/${trial}`,
        );
        return [{ chat: chat.id, runs, request, ...(until === undefined ? {} : { until }) }];
      });
      if (asked.length === 0) return;
      dispatch({ kind: 'start', chats: asked.map(({ request: _, ...one }) => one) });
      const stopper = new AbortController();
      open.current.add(stopper);
      const runs = asked.flatMap(({ runs: names, request }) =>
        names.map((id) => ({ ...request, id })),
      );
      const names = runs.map(({ id }) => id);
      const lost = (message: string) => dispatch({ kind: 'lost', runs: names, message });
      askModels(place, { runs }, (event) => dispatch({ kind: 'event', event }), stopper.signal)
        .then(
          () => lost('The connection to the server was lost.'),
          (error: unknown) =>
            lost(
              stopper.signal.aborted
                ? 'The run was stopped.'
                : error instanceof Error
                  ? error.message
                  : String(error),
            ),
        )
        .finally(() => open.current.delete(stopper));
    },
    [place, dispatch],
  );

  const stop = useCallback((): void => {
    for (const one of open.current) one.abort();
  }, []);
  return { start, stop };
}
