import type { ViewSpec } from '@runloom/model';
import { useCallback } from 'react';
import {
  decodePassing,
  encodePassing,
  PASSING_PARAMETERS,
} from '../../../panels/board/board-address.ts';
import type { PassingState } from '../../../panels/board/reducers/passing.ts';
import { decodeSpec } from '../../../panels/view/address-state.ts';
import { type AddressParameters, useAddress } from '../../../panels/view/use-address.ts';
import { useSpecText } from '../../../panels/view/use-spec-text.ts';
import { PANEL_NAME_PARAMETERS } from './use-panel-by-name.ts';
import type { ViewSaving } from './use-view-saving.ts';
import { stateOf, type WorkspaceState } from './workspace-view.ts';

const PARAMETERS = ['view', 'nw', 's', ...PASSING_PARAMETERS, ...PANEL_NAME_PARAMETERS];

/**
 * The address tells what is seen: once what is kept by itself is kept, so that a reload finds the
 * same. A saved view is named while nothing of it was changed: as clients call it, so that the address
 * opens there, too.
 */
export function useWorkspaceAddress({
  spec,
  passing,
  saving,
  load,
}: {
  readonly spec: ViewSpec;
  readonly passing: PassingState;
  readonly saving: Pick<ViewSaving, 'source' | 'isDirty' | 'isSettled'>;
  readonly load: (state: WorkspaceState) => void;
}): void {
  const text = useSpecText(spec);
  const { source, isDirty, isSettled } = saving;
  const parameters =
    text === null || !isSettled
      ? null
      : {
          ...encodePassing(passing),
          ...namesOf(source),
          s: source.kind === 'saved' && !isDirty ? '' : text,
        };
  const arrive = useCallback(
    (address: AddressParameters) => {
      void decodeSpec(address['s'] ?? '').then(
        (next) => load(stateOf(next, decodePassing(address))),
        // A link written by hand that says nothing changes nothing.
        () => {},
      );
    },
    [load],
  );
  useAddress(PARAMETERS, parameters, arrive);
}

/** A view of before clients could open them has only its number. */
function namesOf(source: ViewSaving['source']): AddressParameters {
  if (source.kind !== 'saved') return { view: '', nw: '' };
  const { id, link } = source.view;
  return link === null ? { view: String(id), nw: '' } : { view: '', nw: link };
}
