import { invalid, notFound, RunloomError } from '../../platform/errors.ts';
import type { MetadataStore } from '../../stores/metadata/types.ts';
import {
  type Accounts,
  type Actor,
  authorOf,
  type Entity,
  signInFirst,
} from '../accounts/index.ts';
import { createChartStore } from './store.ts';
import type { ChartInput, Charts, CustomChart } from './types.ts';

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9_.-]{0,127}$/;
const TYPE = 'vega2';
const MAX_DISPLAY_NAME = 256;
const MAX_SPEC = 1_000_000;

/** Custom charts over the metadata store. `clock` in milliseconds. */
export function createCharts(deps: {
  metadata: MetadataStore;
  accounts: Pick<Accounts, 'authorize' | 'may' | 'findEntity'>;
  clock?: () => number;
}): Charts {
  const { accounts } = deps;
  const clock = deps.clock ?? Date.now;
  const store = createChartStore(deps.metadata);

  const isMember = (actor: Actor, entity: Entity): Promise<boolean> =>
    accounts.may(actor, 'read', { kind: 'entity', entityId: entity.id });

  const visible = (actor: Actor, chart: CustomChart, ofMember: boolean): boolean =>
    ofMember || (chart.access === 'public' && actor.kind === 'user');

  return {
    async create(actor, entityName, input) {
      if (actor.kind === 'anonymous') throw signInFirst();
      const entity = await accounts.findEntity(entityName);
      if (entity === null || !(await isMember(actor, entity))) {
        throw notFound(`The user or team ${entityName}`);
      }
      await accounts.authorize(actor, 'write', { kind: 'entity', entityId: entity.id });
      checkInput(input);
      const inserted = await store.insert(entity.id, input, authorOf(actor), clock());
      const chart = await store.find(entity.id, input.name);
      if (inserted && chart !== null) return chart;
      throw new RunloomError(
        'conflict',
        `${entityName} has a custom chart called ${input.name} already.`,
      );
    },

    async list(actor, entity) {
      const ofMember = await isMember(actor, entity);
      const charts = await store.list(entity.id);
      return charts.filter((chart) => visible(actor, chart, ofMember));
    },

    async find(actor, entityName, name) {
      const entity = await accounts.findEntity(entityName);
      const chart = entity === null ? null : await store.find(entity.id, name);
      if (entity === null || !chart || !visible(actor, chart, await isMember(actor, entity))) {
        throw notFound(`The custom chart ${entityName}/${name}`);
      }
      return chart;
    },
  };
}

function checkInput({ name, displayName, type, spec }: ChartInput): void {
  if (!NAME.test(name)) {
    throw invalid('The name of a custom chart has 1 to 128 characters of A-Z a-z 0-9 _ - .');
  }
  if (displayName.trim() === '' || displayName.length > MAX_DISPLAY_NAME) {
    throw invalid(`The display name of a custom chart has 1 to ${MAX_DISPLAY_NAME} characters.`);
  }
  if (type !== TYPE) throw invalid(`Custom charts are of the type "${TYPE}", not "${type}".`);
  if (spec.length > MAX_SPEC) {
    throw invalid(`The specification of a custom chart has at most ${MAX_SPEC} characters.`);
  }
}
