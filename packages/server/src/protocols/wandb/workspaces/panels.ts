import { OwnLineSettings } from '@runloom/model';
import { ANALYSIS_PANELS } from './analysis-panels.ts';
import { COMPARISON_PANELS } from './comparison-panels.ts';
import { nameOfValue } from './fields.ts';
import { compact, type Json, textOf, textsOf } from './json.ts';
import { readLine, writeLine } from './line.ts';
import { type PanelMapping, values } from './panel-mapping.ts';

const line: PanelMapping = {
  viewType: 'Run History Line Plot',
  type: 'line',
  read: (config) => readLine(config),
  write: (settings) => writeLine(OwnLineSettings.safeParse(settings).data ?? {}),
};

const scalar: PanelMapping = {
  viewType: 'Scalar Chart',
  type: 'scalar',
  read: (config) => compact({ field: nameOfValue(textsOf(config['metrics'])[0]) ?? undefined }),
  write: ({ field }) => ({ metrics: values([textOf(field) ?? '']) }),
};

/** All kinds that both sides have. */
const PANEL_MAPPINGS: readonly PanelMapping[] = [
  line,
  scalar,
  ...ANALYSIS_PANELS,
  ...COMPARISON_PANELS,
];

/** The mapping of a panel on the wire; undefined for one that we have nothing for. */
export function mappingOf(viewType: string, config: Json): PanelMapping | undefined {
  return PANEL_MAPPINGS.find(
    (one) => one.viewType === viewType && (one.takes === undefined || one.takes(config)),
  );
}

/** The mapping of one of our types of panels. */
export const mappingOfType = (type: string): PanelMapping | undefined =>
  PANEL_MAPPINGS.find((one) => one.type === type);

/** Id of the panel type that keeps what we have no panel for, and says so. */
export const FOREIGN_TYPE = 'foreign';
