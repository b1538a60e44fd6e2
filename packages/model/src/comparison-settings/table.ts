import { z } from 'zod';

const Column = z.string().max(4_000);

/** What a panel of tables can be set to. Columns are named by their titles. */
export const TableSettings = z.object({
  /** Key under which runs logged the tables. */
  key: z.string().max(4_000).default(''),
  /** `concatenate`: all rows with a column for the run; `join`: a row for each value of a column, runs side by side. */
  combine: z.enum(['concatenate', 'join']).default('concatenate'),
  /** Column that tables are joined by; empty: the first that all have. */
  joinColumn: Column.default(''),
  /** Rows of a join that not all runs have: left out, or kept with empty cells. */
  joinKind: z.enum(['inner', 'outer']).default('outer'),
  /** Step of the tables, the last one at or before it; null: the newest. */
  step: z.number().nullable().default(null),
  /** Rows of every step at which the table was logged, with a column for the step; else of one. */
  allSteps: z.boolean().default(false),
  /** Further columns of numbers, by expressions over those that the tables have. */
  computed: z
    .array(z.object({ title: Column, expression: z.string().max(2_000) }))
    .max(20)
    .default([]),
  filters: z
    .array(z.object({ column: Column, text: z.string().max(2_000) }))
    .max(100)
    .default([]),
  sort: z
    .object({ column: Column, direction: z.enum(['ascending', 'descending']) })
    .nullable()
    .default(null),
  /** Column to group rows by; empty: none. */
  groupBy: Column.default(''),
  /** What a group shows of a column of numbers. */
  aggregate: z.enum(['mean', 'sum', 'min', 'max', 'median']).default('mean'),
  /** Histograms of the numeric columns above the rows, one a run. */
  showsHistograms: z.boolean().default(true),
});
export type TableSettings = z.infer<typeof TableSettings>;
