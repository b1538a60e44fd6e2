import { QueryClientProvider } from '@tanstack/react-query';
import { createElement, type ReactNode, useEffect, useMemo } from 'react';
import { LiveDataProvider } from '../live.ts';
import type { LiveHub, LiveProject } from '../live-hub.ts';
import { readPanels } from '../series-read.ts';
import { createSeriesStore, type ReadPanels } from '../series-store.ts';
import { createSourcedClient } from './sourced-client.ts';
import { bindTransport, type Transport } from './transport.ts';

/**
 * All that is read inside comes by this transport, is kept apart from the rest of the page, and
 * never changes by itself: a tape is played, or notes are taken of what is asked.
 */
export function SourceProvider({
  transport,
  children,
}: {
  /** The same one while the provider stands. */
  readonly transport: Transport;
  readonly children: ReactNode;
}) {
  const { client, live } = useMemo(
    () => ({
      client: createSourcedClient(transport),
      live: { hub: STILL_HUB, series: createSeriesStore(panelsBy(transport)) },
    }),
    [transport],
  );
  useEffect(() => () => client.clear(), [client]);
  return createElement(
    QueryClientProvider,
    { client },
    createElement(LiveDataProvider, { value: live }, children),
  );
}

/** Each panel is asked for by itself, so that each answer stands alone on a tape. */
function panelsBy(transport: Transport): ReadPanels {
  return async (entity, project, request, signal, onPanel) => {
    bindTransport(signal, transport);
    await Promise.all(
      request.panels.map((panel, index) =>
        readPanels(entity, project, { ...request, panels: [panel] }, signal, (_, data) =>
          onPanel(index, data),
        ),
      ),
    );
  };
}

const STILL_PROJECT: LiveProject = {
  state: 'live',
  subscribe: () => () => {},
  alsoTell: () => {},
  watchState: () => () => {},
};

/** Nothing happens here. */
const STILL_HUB: LiveHub = { join: () => ({ live: STILL_PROJECT, release: () => {} }) };
