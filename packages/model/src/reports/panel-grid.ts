import { z } from 'zod';
import { BoardPart, RunsPart } from '../views/index.ts';
import { ProjectPath } from './attributes.ts';

/** The version that this program writes. */
export const PANEL_GRID_VERSION = 1;

/** The digest of what was recorded of a grid: SHA-256, hex. */
export const EvidenceDigest = z.string().regex(/^[0-9a-f]{64}$/, 'not a digest');

/** Some runs of one project (`runs.alsoFrom` adds others), as a list of runs of a workspace has them. */
export const ReportRunSet = z.object({
  id: z.string().min(1).max(100),
  name: z.string().max(256).default('Run set'),
  project: ProjectPath,
  /** Its runs are drawn. */
  isOn: z.boolean().default(true),
  runs: RunsPart.prefault({}),
  /** What runs were called when the grid was frozen, by the name of their addresses. */
  names: z
    .array(z.tuple([z.string().max(1_000), z.string().max(1_000)]))
    .max(10_000)
    .optional(),
});
export type ReportRunSet = z.infer<typeof ReportRunSet>;

/** A grid whose panels are drawn from what was recorded, not from what is there now. */
export const FrozenGrid = z.object({
  digest: EvidenceDigest,
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** User name. */
  by: z.string().max(256),
});
export type FrozenGrid = z.infer<typeof FrozenGrid>;

/** A grid of panels in a report: whose runs, which panels, and whether what it shows is frozen. */
export const PanelGrid = z.object({
  version: z.literal(PANEL_GRID_VERSION),
  runSets: z.array(ReportRunSet).max(50).default([]),
  /** Readers see the lists of runs below the panels. */
  showsRunSets: z.boolean().default(true),
  board: BoardPart.prefault({}),
  frozen: FrozenGrid.optional(),
});
export type PanelGrid = z.infer<typeof PanelGrid>;
