import { CustomChartList, CustomChartView } from '@runloom/model';
import type { CustomChart } from '../../domains/charts/index.ts';
import type { ApiDeps } from './deps.ts';
import { type ApiRoute, defineRoute } from './route.ts';

/** Custom charts of users and teams. */
export function chartRoutes({ accounts, charts }: ApiDeps): ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/entities/{entity}/charts',
      summary: 'Custom charts of a user or team that you may see',
      policy: 'signed-in',
      answer: { json: CustomChartList },
      async handle({ actor, params }) {
        const entity = await accounts.findEntity(params.entity);
        const listed = entity === null ? [] : await charts.list(actor, entity);
        return { charts: listed.map(chartView) };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/entities/{entity}/charts/{chart}',
      summary: 'One custom chart',
      policy: 'signed-in',
      answer: { json: CustomChartView },
      handle: async ({ actor, params }) =>
        chartView(await charts.find(actor, params.entity, params.chart)),
    }),
  ];
}

function chartView(chart: CustomChart): CustomChartView {
  const { entityName: entity, name, displayName, type, access, spec, createdAt } = chart;
  return { id: `${entity}/${name}`, entity, name, displayName, type, access, spec, createdAt };
}
