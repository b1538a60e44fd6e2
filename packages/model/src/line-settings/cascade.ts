import {
  DEFAULT_LINE_SETTINGS,
  LINE_SETTING_NAMES,
  type LineSettingName,
  type LineSettings,
  OwnLineSettings,
} from './schema.ts';

/** Who says what a setting is: `panel`, `section` and `workspace` set it, `default` is nobody. */
export type SettingLevel = 'panel' | 'section' | 'workspace' | 'default';

/** Settings as they hold in a panel, and who says so. */
export interface ResolvedLineSettings {
  readonly settings: LineSettings;
  readonly levels: Readonly<Record<LineSettingName, SettingLevel>>;
  /** What holds once the panel's own is taken away. */
  readonly parent: LineSettings;
}

const OUTER_LEVELS = ['section', 'workspace'] as const;

/**
 * Panel over section over workspace over defaults: the nearest that sets a member wins, member by
 * member. A member that can't be read is as if it were not set; what is saved is never changed by it.
 * @param own what the panel sets, as it was saved
 * @param outer what the section sets, then what the workspace does
 */
export function resolveLineSettings(
  own: unknown,
  outer: readonly unknown[] = [],
): ResolvedLineSettings {
  const members: [LineSettingName, unknown][] = [];
  const parents: [LineSettingName, unknown][] = [];
  const levels: [LineSettingName, SettingLevel][] = [];
  for (const name of LINE_SETTING_NAMES) {
    const found = outer
      .map((level, at) => ({ value: readMember(level, name), level: OUTER_LEVELS[at] }))
      .find(({ value, level }) => value !== undefined && level !== undefined);
    const inherited = found === undefined ? DEFAULT_LINE_SETTINGS[name] : found.value;
    const ownValue = readMember(own, name);
    parents.push([name, inherited]);
    members.push([name, ownValue === undefined ? inherited : ownValue]);
    levels.push([name, ownValue === undefined ? (found?.level ?? 'default') : 'panel']);
  }
  return onOneAxis({
    settings: Object.fromEntries(members) as LineSettings,
    parent: Object.fromEntries(parents) as LineSettings,
    levels: Object.fromEntries(levels) as Record<LineSettingName, SettingLevel>,
  });
}

const NEARNESS: readonly SettingLevel[] = ['panel', 'section', 'workspace', 'default'];

/** A range of x is in units of the axis that it was set with: it says nothing of a nearer level's own. */
function onOneAxis(resolved: ResolvedLineSettings): ResolvedLineSettings {
  const { settings, levels } = resolved;
  const isFar = (name: 'xMin' | 'xMax'): boolean =>
    NEARNESS.indexOf(levels.x) < NEARNESS.indexOf(levels[name]) && settings[name] !== null;
  const far = (['xMin', 'xMax'] as const).filter(isFar);
  if (far.length === 0) return resolved;
  const without = Object.fromEntries(far.map((name) => [name, null]));
  const unset = Object.fromEntries(far.map((name) => [name, 'default' as const]));
  return {
    ...resolved,
    settings: { ...settings, ...without },
    levels: { ...levels, ...unset },
  };
}

function readMember(level: unknown, name: LineSettingName): unknown {
  if (typeof level !== 'object' || level === null || !Object.hasOwn(level, name)) return undefined;
  const value: unknown = Reflect.get(level, name);
  return value === undefined ? undefined : OwnLineSettings.shape[name].safeParse(value).data;
}
