import { INITIAL_VIEW_SPEC } from '@runloom/model';
import { useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { decodePassing, encodePassing, PASSING_PARAMETERS } from '../board/board-address.ts';
import {
  type BoardAction,
  type BoardState,
  isPassingAction,
  reduceBoard,
  streamOfAction,
} from '../board/board-view.ts';
import { decodeSpec } from './address-state.ts';
import { type AddressParameters, useAddress } from './use-address.ts';
import { useArrival } from './use-arrival.ts';
import { useSpecText } from './use-spec-text.ts';
import { useViewHistory, type ViewControl } from './use-view-history.ts';
import type { HistoryRules } from './view-history.ts';

const RULES: HistoryRules<BoardState, BoardAction> = {
  reduce: reduceBoard,
  streamOf: streamOfAction,
  isPassing: isPassingAction,
};

const PARAMETERS = ['s', ...PASSING_PARAMETERS];

/** A board whose state lives in the address alone. */
export function useBoardState(): ViewControl<BoardState, BoardAction> {
  const search: AddressParameters = useSearch({ strict: false });
  const control = useViewHistory(RULES, {
    board: INITIAL_VIEW_SPEC.board,
    passing: decodePassing(search),
  });
  const { view, load } = control;
  const text = useSpecText(
    useMemo(() => ({ ...INITIAL_VIEW_SPEC, board: view.board }), [view.board]),
  );
  const arrive = useCallback(
    async (parameters: AddressParameters) => {
      // A link written by hand: what can't be read is as at first.
      const spec = await decodeSpec(parameters['s'] ?? '').catch(() => INITIAL_VIEW_SPEC);
      load({ board: spec.board, passing: decodePassing(parameters) });
    },
    [load],
  );
  const isReady = useArrival(search, arrive);
  const parameters = text === null || !isReady ? null : { ...encodePassing(view.passing), s: text };
  useAddress(PARAMETERS, parameters, arrive);
  return control;
}
