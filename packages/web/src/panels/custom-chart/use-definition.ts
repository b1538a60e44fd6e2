import { CustomChartList, type CustomChartSettings, CustomChartView } from '@runloom/model';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiPath, requestApi } from '../../data/client.ts';
import { type ChartSpec, readSpec } from './chart-spec.ts';
import { presetOf } from './presets.ts';

/** The specification that a chart names or holds, and what is wrong with it. Null while it is loaded. */
export function useDefinition({
  definition,
  spec: own,
}: Pick<CustomChartSettings, 'definition' | 'spec'>): ChartSpec | null {
  const preset = presetOf(definition);
  const [entity = '', name = ''] = definition.split('/', 2);
  const isElsewhere = definition !== '' && preset === undefined;
  const query = useQuery({
    queryKey: ['custom-chart', definition] as const,
    queryFn: ({ signal }) =>
      requestApi(CustomChartView, apiPath('entities', entity, 'charts', name), { signal }),
    enabled: isElsewhere && name !== '' && entity !== 'wandb',
    retry: false,
  });
  const text = query.data?.spec;
  return useMemo((): ChartSpec | null => {
    if (definition === '') {
      if (own.trim() !== '') return readSpec(own);
      return broken('Write a Vega or Vega-Lite specification in the panel’s settings.');
    }
    if (preset !== undefined) {
      return { kind: 'ready', spec: preset.spec, language: 'vega-lite' };
    }
    if (entity === 'wandb' || name === '') {
      return broken(
        `Runloom has no chart called “${definition}”. Choose another in the settings, or write its specification there.`,
      );
    }
    if (query.isError) {
      return broken(`The chart “${definition}” is not here, or not for you to see.`);
    }
    return text === undefined ? null : readSpec(text);
  }, [definition, own, preset, entity, name, query.isError, text]);
}

const broken = (message: string): ChartSpec => ({ kind: 'broken', message });

/** Charts that the project's owner made with `create_custom_chart`. */
export function useEntityCharts(entity: string) {
  return useQuery({
    queryKey: ['custom-charts', entity] as const,
    queryFn: async ({ signal }) =>
      (await requestApi(CustomChartList, apiPath('entities', entity, 'charts'), { signal })).charts,
  });
}
