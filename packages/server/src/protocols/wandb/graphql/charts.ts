import { invalid } from '../../../platform/errors.ts';
import type { Resolver } from './context.ts';

interface CreateCustomChartArgs {
  readonly input: {
    readonly entity: string;
    readonly name: string;
    readonly displayName: string;
    readonly type: string;
    readonly access: string;
    readonly spec: string;
  };
}

const ACCESS = { PRIVATE: 'private', PUBLIC: 'public' } as const;

/** Panels name a chart `entity/name`, so that this is its id. */
const createCustomChart: Resolver<unknown, CreateCustomChartArgs> = async (
  _root,
  { input },
  { deps, actor },
) => {
  const { entity, name, displayName, type, spec } = input;
  const access = input.access.toUpperCase();
  if (access !== 'PRIVATE' && access !== 'PUBLIC') {
    throw invalid(`A custom chart is private or public, not ${JSON.stringify(input.access)}.`);
  }
  const wanted = { name, displayName, type: type.toLowerCase(), access: ACCESS[access], spec };
  const chart = await deps.charts.create(actor, entity, wanted);
  return { chart: { id: `${chart.entityName}/${chart.name}` } };
};

export const chartResolvers = { Mutation: { createCustomChart } };
