import { z } from 'zod';

const Id = z.string().min(1).max(2_000);
const Title = z.string().max(2_000);

/** Settings of panels by the type of panel that reads them. */
export const SettingsByType = z.record(z.string(), z.record(z.string(), z.unknown()));
export type SettingsByType = z.infer<typeof SettingsByType>;

/**
 * What the reader did to a section. Automatic sections need no entry: their ids are `auto:` and the
 * prefix; those that a reader added begin with `own:`.
 */
export const SectionSpec = z.object({
  id: Id,
  title: Title.optional(),
  isOpen: z.boolean().optional(),
  /** `name`: A to Z, also what comes later; absent: as `order` says, what it does not name by name. */
  sort: z.literal('name').optional(),
  /** Ids of panels in the order that they were dragged to. */
  order: z.array(Id).max(10_000).optional(),
  /** Panels side by side; absent: as the workspace says. */
  columns: z.number().int().min(1).max(6).optional(),
  /** Height of a panel, px. */
  height: z.number().int().min(120).max(1_200).optional(),
  /** Panels may differ in size. */
  isCustom: z.boolean().optional(),
  /** Rows of panels on a page; absent: all in one. */
  pageRows: z.number().int().min(1).max(50).optional(),
  settings: SettingsByType.optional(),
  isRemoved: z.boolean().optional(),
});
export type SectionSpec = z.infer<typeof SectionSpec>;

/** How many columns and rows of its section's grid a panel takes, in sections with a custom layout. */
export const PanelSizeSpec = z.object({
  columns: z.number().int().min(1).max(6),
  rows: z.number().int().min(1).max(6),
});
export type PanelSizeSpec = z.infer<typeof PanelSizeSpec>;

/**
 * What the reader did to a panel. Automatic panels need no entry: their ids are the stream and the
 * key of their metric, `history/loss`; those that a reader added begin with `own/`.
 */
export const PanelEntry = z.object({
  id: Id,
  /** Of an added panel, always; of an automatic one, when the reader changed its type. */
  type: z.string().max(100).optional(),
  /** The metric that an added panel is a copy of the panel of. */
  metric: z.object({ stream: z.enum(['history', 'system']), key: z.string() }).optional(),
  title: Title.optional(),
  /** The section that it was moved or added to. */
  section: Id.optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  size: PanelSizeSpec.optional(),
  isRemoved: z.boolean().optional(),
});
export type PanelEntry = z.infer<typeof PanelEntry>;

/** Panels in their sections. */
export const BoardPart = z.object({
  /** `automatic`: every metric gets a panel by itself. */
  mode: z.enum(['automatic', 'manual']).default('automatic'),
  /** Automatic sections are made by what stands before the first or the last slash. */
  prefix: z.enum(['first', 'last']).default('first'),
  /** Panels side by side; null: as many as fit. */
  columns: z.number().int().min(1).max(6).nullable().default(null),
  /** A zoom in one panel is a zoom in all. */
  syncsZoom: z.boolean().default(false),
  sections: z.array(SectionSpec).max(2_000).default([]),
  /** Ids of sections in the order that they were dragged to; others follow by name. */
  order: z.array(Id).max(2_000).default([]),
  panels: z.array(PanelEntry).max(10_000).default([]),
  /** What holds for all panels of a type unless a section or the panel says otherwise. */
  settings: SettingsByType.prefault({}),
});
export type BoardPart = z.infer<typeof BoardPart>;
