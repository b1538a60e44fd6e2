import { type ExactJson, type LoggedChart, type LoggedMedia, toApiJson } from '@runloom/model';

/** A workspace has a panel for each: what is beyond is found by adding panels. */
const MOST_OF_A_RUN = 1_000;
const MOST_DEPTH = 8;

/** Values of a summary that name their own type: the last image, table, histogram, … of each key. */
export function loggedMedia(summary: ReadonlyMap<string, ExactJson>): readonly LoggedMedia[] {
  const found: LoggedMedia[] = [];
  const visit = (members: ReadonlyMap<string, ExactJson>, prefix: string, depth: number): void => {
    for (const [name, value] of members) {
      if (found.length === MOST_OF_A_RUN) return;
      if (!(value instanceof Map) || (depth === 0 && name === '_wandb')) continue;
      const key = `${prefix}${name}`;
      const type = value.get('_type');
      if (typeof type === 'string') found.push({ key, type });
      else if (depth < MOST_DEPTH) visit(value, `${key}.`, depth + 1);
    }
  };
  visit(summary, '', 0);
  return found;
}

/** Charts that `wandb.plot.*` and `wandb.plot_table` leave in a config: `_wandb.value.visualize[key]`. */
export function loggedCharts(config: ReadonlyMap<string, ExactJson>): readonly LoggedChart[] {
  const entry = config.get('_wandb');
  const own = entry instanceof Map ? (entry.get('value') ?? entry) : undefined;
  const charts = own instanceof Map ? own.get('visualize') : undefined;
  if (!(charts instanceof Map)) return [];
  return [...charts].slice(0, MOST_OF_A_RUN).flatMap(([key, chart]) => {
    const settings = chart instanceof Map ? chart.get('panel_config') : undefined;
    return settings instanceof Map ? [{ key, config: toApiJson(settings) }] : [];
  });
}
