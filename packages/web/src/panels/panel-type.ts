import type { LucideIcon } from 'lucide-react';
import { type ComponentType, createElement, useCallback, useMemo } from 'react';
import type { z } from 'zod';
import type { MetricRef, PanelSettings, PanelSpec } from './panel-spec.ts';
import { holdingSettings } from './shared-settings.ts';

export type { MetricRef, PanelSettings, PanelSpec } from './panel-spec.ts';

/** What every panel is drawn with. */
export interface PanelProps<Settings = PanelSettings> {
  readonly spec: PanelSpec;
  /** Read by the type's schema, with its defaults. */
  readonly settings: Settings;
  /** Changes members of the settings, as a step that undo takes back. */
  readonly onChange: (change: Partial<Settings>) => void;
  /** Of the panel in CSS pixels, for those that fetch as many points as they have pixels. */
  readonly width: number;
  readonly isFullScreen: boolean;
}

/** What the form of a panel's settings is drawn with. Its changes show in the panel at once. */
export interface PanelFormProps<Settings = PanelSettings> {
  readonly spec: PanelSpec;
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
}

/**
 * A kind of panel. A new one is a folder beside `line/` whose `index.ts` exports its manifest, made
 * by {@link definePanelType}, and one line in `registry.ts`; board, full screen, search, settings
 * drawer, menu of types and address work with it as they are.
 */
export interface PanelType<Settings = PanelSettings> {
  /** Stands in addresses and saved views: never changes. */
  readonly id: string;
  /** For people, e.g. in the menu of types. */
  readonly name: string;
  /** What it is good for, in one line of that menu. */
  readonly description: string;
  readonly icon: LucideIcon;
  /**
   * Reads what was saved. Gives defaults for what is absent, and reads `{}`: a new panel has no more.
   * What can't be read is shown to the reader, who may reset it.
   */
  readonly settings: z.ZodType<Settings>;
  /** Members that its section or the workspace may say for all panels of the type; the nearest wins. */
  readonly shared?: readonly (keyof Settings & string)[];
  /** Heading of a panel that the reader did not name. */
  readonly titleOf: (settings: Settings) => string;
  /** Names that the board's search finds the panel by, beside its title: keys of metrics, for one. */
  readonly searchTexts?: (settings: Settings) => readonly string[];
  /** Whether a metric gets a panel of this type by itself, when no type before it took it. */
  readonly takesMetric?: (metric: MetricRef) => boolean;
  /** How many columns and rows of its section's grid a new one takes; 1 × 1 unless told. */
  readonly size?: { readonly columns: number; readonly rows: number };
  /** Draws the panel inside a `PanelFrame`. Make it by `lazy(() => import(…))` when it is heavy. */
  readonly Panel: ComponentType<PanelProps<Settings>>;
  /** The form of its settings, drawn in the drawer; lazy too. None: there is nothing to set. */
  readonly Form?: ComponentType<PanelFormProps<Settings>>;
}

/** A panel type with its settings forgotten: what the board and the registry work with. */
export interface AnyPanelType
  extends Omit<PanelType, 'settings' | 'shared' | 'titleOf' | 'searchTexts' | 'Panel' | 'Form'> {
  readonly shared: readonly string[];
  /** What is wrong with saved settings; null when they can be read. */
  readonly problemOf: (settings: PanelSettings) => string | null;
  readonly titleOf: (settings: PanelSettings) => string;
  readonly searchTexts: (settings: PanelSettings) => readonly string[];
  readonly Panel: ComponentType<BoundProps & Pick<PanelProps, 'width' | 'isFullScreen'>>;
  readonly Form: ComponentType<BoundProps> | null;
}

interface BoundProps {
  readonly spec: PanelSpec;
  /** Puts these members in place of the saved ones. */
  readonly onChange: (change: PanelSettings) => void;
}

/** Binds a manifest to its schema, so that a panel never sees settings that it can't read. */
export function definePanelType<Settings extends object>(type: PanelType<Settings>): AnyPanelType {
  const { settings: schema, shared = [], titleOf, searchTexts, Panel, Form, ...rest } = type;

  function useBound({ spec, onChange }: BoundProps) {
    const settings = useMemo(() => {
      // What is saved around the panel and can't be read is as if it were not set.
      const { data } = schema.safeParse(holdingSettings(spec, shared));
      return data ?? schema.parse(spec.settings);
    }, [spec]);
    const change = useCallback((next: Partial<Settings>) => onChange({ ...next }), [onChange]);
    return { spec, settings, onChange: change };
  }
  function BoundPanel(props: BoundProps & Pick<PanelProps, 'width' | 'isFullScreen'>) {
    const { width, isFullScreen } = props;
    return createElement(Panel, { ...useBound(props), width, isFullScreen });
  }
  function BoundForm(props: BoundProps) {
    const bound = useBound(props);
    return Form === undefined ? null : createElement(Form, bound);
  }
  const read = (settings: PanelSettings): Settings | null =>
    schema.safeParse(settings).data ?? null;

  return {
    ...rest,
    shared,
    problemOf(settings) {
      const { error } = schema.safeParse(settings);
      const issue = error?.issues[0];
      return issue === undefined ? null : `${issue.path.join('.') || 'settings'}: ${issue.message}`;
    },
    titleOf(settings) {
      const known = read(settings);
      return known === null ? type.name : titleOf(known);
    },
    searchTexts(settings) {
      const known = read(settings);
      return known === null ? [] : (searchTexts?.(known) ?? []);
    },
    Panel: BoundPanel,
    Form: Form === undefined ? null : BoundForm,
  };
}
