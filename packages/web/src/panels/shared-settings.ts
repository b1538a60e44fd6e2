import type { SettingLevel } from '@runloom/model';
import { createContext, useContext } from 'react';
import type { PanelSettings, PanelSpec } from './panel-spec.ts';

/** Whose settings a form changes: of one panel, or of all of its type in its section or everywhere. */
export type EditedLevel = 'panel' | 'section' | 'workspace';

type Leveled = Pick<PanelSpec, 'settings' | 'outer'>;

/** What holds in a panel of the members that it may take from around it: the nearest that says one wins. */
export function holdingSettings(
  { settings, outer }: Leveled,
  shared: readonly string[],
): PanelSettings {
  const inherited = shared.flatMap((name) => {
    const level = outer.find((one) => one[name] !== undefined);
    return level === undefined ? [] : [[name, level[name]] as const];
  });
  return inherited.length === 0 ? settings : { ...Object.fromEntries(inherited), ...settings };
}

/** Who says what a member is. */
export function levelOf({ settings, outer }: Leveled, name: string): SettingLevel {
  if (settings[name] !== undefined) return 'panel';
  const at = outer.findIndex((one) => one[name] !== undefined);
  return at < 0 ? 'default' : at === 0 ? 'section' : 'workspace';
}

/** The panel as the form of a level sees it: what that level sets, and what is around it. */
export function specAt(spec: PanelSpec, level: EditedLevel): PanelSpec {
  const [section = {}, workspace = {}] = spec.outer;
  if (level === 'panel') return spec;
  if (level === 'section') return { ...spec, settings: section, outer: [{}, workspace] };
  return { ...spec, settings: workspace, outer: [] };
}

/** What the fields of a form know of the level that they change. */
export interface FormLevel {
  readonly edited: EditedLevel;
  readonly levelOf: (name: string) => SettingLevel;
  /** Takes the level's own values away: what is around it says again. */
  readonly reset: (names: readonly string[]) => void;
}

export const FormLevelContext = createContext<FormLevel>({
  edited: 'panel',
  levelOf: () => 'default',
  reset: () => {},
});

export const useFormLevel = (): FormLevel => useContext(FormLevelContext);
