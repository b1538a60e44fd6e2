import { describeField } from './fields.ts';
import type { RunFilter } from './types.ts';

/** A filter in Mongo's grammar as a value for JSON: what `parseRunFilter` reads as the same filter. */
export function toMongo(filter: RunFilter): Readonly<Record<string, unknown>> {
  switch (filter.kind) {
    case 'and':
      return filter.filters.length === 0 ? {} : { $and: filter.filters.map(toMongo) };
    case 'or':
      return { $or: filter.filters.map(toMongo) };
    case 'not':
      return { $nor: [toMongo(filter.filter)] };
    case 'in':
      return { [describeField(filter.field)]: { $in: filter.values } };
    case 'compare':
      return { [describeField(filter.field)]: { [`$${filter.comparison}`]: filter.value } };
    case 'within':
      return { [describeField(filter.field)]: { $within: filter.seconds } };
    case 'exists':
      return {
        [describeField(filter.field)]: filter.orNull ? { $exists: true } : { $ne: null },
      };
    case 'matches':
      return { [describeField(filter.field)]: { $regex: filter.pattern } };
  }
}
