import type { LineSettings, ResolvedLineSettings } from '@runloom/model';
import { createContext, useContext } from 'react';
import type { PanelSpec } from '../../panel-type.ts';

/** What the fields of the form read and change. */
export interface LineFormState extends ResolvedLineSettings {
  readonly spec: PanelSpec;
  readonly set: (change: Partial<LineSettings>) => void;
}

export const FormContext = createContext<LineFormState | null>(null);

export function useLineForm(): LineFormState {
  const form = useContext(FormContext);
  if (form === null) throw new Error('A field needs the form around it');
  return form;
}
