import {
  describeField,
  type RunAttribute,
  type RunComparison,
  type RunField,
  type RunFilter,
  type RunFilterValue,
  type RunOrder,
  sinceMoment,
} from '@runloom/model';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { MetadataStore } from '../../../stores/metadata/types.ts';
import type { Project, ProjectId } from '../../projects/index.ts';
import { decodeText, encodeText } from '../text.ts';
import {
  ALWAYS,
  type Condition,
  type IndexedColumn,
  NEVER,
  type ValueColumns,
} from './condition.ts';
import {
  compilePattern,
  containsText,
  longTexts,
  matchingTexts,
  type TextMatcher,
} from './patterns.ts';
import { COLUMN_ATTRIBUTES, indexKey } from './stored-value.ts';
import { KIND, type PathSource, type SearchTables } from './tables.ts';

/** Where a field is found: a column of `runs`, a path of `run_values`; all runs of a project are of one project. */
export type Place =
  | { readonly kind: 'column'; readonly column: IndexedColumn; readonly isText: boolean }
  | { readonly kind: 'path'; readonly source: PathSource; readonly path: string }
  | { readonly kind: 'project' }
  | { readonly kind: 'tags' };

/** More texts that are too long for the index are not listed in a query. */
const MAX_LONG_TEXTS = 200;

/** Turns filters of one project into conditions, by reading what they name from the store. */
export function createResolver(metadata: MetadataStore, projectId: ProjectId) {
  const db: Kysely<SearchTables> = metadata.db.withTables<SearchTables>();
  const listed = listedTexts(metadata.engine);

  async function pathId(source: PathSource, path: string): Promise<number | null> {
    const row = await db
      .selectFrom('run_paths')
      .select('id')
      .where('project_id', '=', projectId)
      .where('source', '=', source)
      .where('path', '=', path)
      .executeTakeFirst();
    return row?.id ?? null;
  }

  async function ownProjectName(): Promise<string> {
    const row = await db
      .selectFrom('projects as p')
      .innerJoin('entities as e', 'e.id', 'p.entity_id')
      .select(['p.name', 'e.name as entityName'])
      .where('p.id', '=', projectId)
      .executeTakeFirst();
    if (row === undefined) return '';
    return projectName({ entityName: decodeText(row.entityName), name: decodeText(row.name) });
  }

  async function resolve(filter: RunFilter): Promise<Condition> {
    switch (filter.kind) {
      case 'and':
      case 'or': {
        const conditions: Condition[] = [];
        for (const inner of filter.filters) conditions.push(await resolve(inner));
        const [only] = conditions;
        return conditions.length === 1 && only ? only : { kind: filter.kind, conditions };
      }
      case 'not':
        return { kind: 'not', condition: await resolve(filter.filter) };
      case 'within':
        return resolve(sinceMoment(filter));
      default: {
        const place = placeOf(filter.field);
        if (place.kind === 'tags') return onTags(filter);
        if (place.kind === 'project') {
          return isTrueOf(await ownProjectName(), filter) ? ALWAYS : NEVER;
        }
        if (place.kind === 'column') return onColumn(filter, place);
        const id = await pathId(place.source, place.path);
        return id === null ? NEVER : onPath(filter, id);
      }
    }
  }

  async function onPath(filter: FieldFilter, id: number): Promise<Condition> {
    const values = (test: ValueTest | null): Condition => ({ kind: 'values', pathIds: [id], test });
    switch (filter.kind) {
      case 'in': {
        const numbers = filter.values.filter((value) => typeof value === 'number');
        const texts = filter.values.filter((value) => typeof value === 'string').map(indexKey);
        const conditions: Condition[] = [];
        if (numbers.length > 0) {
          conditions.push(values((t) => sql`${isNumber(t)} and ${isIn(t('number'), numbers)}`));
        }
        if (texts.length > 0) {
          conditions.push(values((t) => sql`${isText(t)} and ${isIn(t('text'), texts)}`));
        }
        const [only] = conditions;
        return conditions.length === 1 && only ? only : { kind: 'or', conditions };
      }
      case 'compare': {
        const { value, comparison } = filter;
        return typeof value === 'number'
          ? values((t) => sql`${isNumber(t)} and ${compare(t('number'), comparison, value)}`)
          : values((t) => sql`${isText(t)} and ${compare(t('text'), comparison, indexKey(value))}`);
      }
      case 'exists':
        if (filter.orNull) return values(null);
        return values((t) => {
          const others = Object.values(KIND).filter((kind) => kind !== KIND.null);
          return sql`${t('kind')} in (${sql.join(others.map((kind) => sql.lit(kind)))})`;
        });
      case 'matches': {
        const matcher = matcherOf(filter);
        const contained = await onContained(matcher, id);
        if (contained !== null) return values(contained);
        const texts = await matchingTexts(metadata, db, { pathId: id }, matcher);
        if (texts.length === 0) return NEVER;
        return values((t) => sql`${isText(t)} and ${listed(t('text'), texts)}`);
      }
    }
  }

  /** A pattern that is a plain text is left to the store, but for texts of which it has only the beginning. */
  async function onContained(matcher: TextMatcher, id: number): Promise<ValueTest | null> {
    const { literal } = matcher;
    if (literal === null) return null;
    const long = [...(await longTexts(db, id))];
    if (long.length > MAX_LONG_TEXTS) return null;
    const keysOf = (isMatch: boolean): string[] =>
      long.flatMap(([key, text]) => (matcher.matches(decodeText(text)) === isMatch ? [key] : []));
    const [has, hasNot] = [keysOf(true), keysOf(false)];
    return (t) => {
      const found = containsText(metadata.engine, t('text'), literal);
      const without =
        hasNot.length === 0 ? found : sql`${found} and not ${isIn(t('text'), hasNot)}`;
      const all = has.length === 0 ? without : sql`(${without}) or ${isIn(t('text'), has)}`;
      return sql<boolean>`${isText(t)} and (${all})`;
    };
  }

  async function onColumn(
    filter: FieldFilter,
    { column, isText }: Extract<Place, { kind: 'column' }>,
  ): Promise<Condition> {
    switch (filter.kind) {
      case 'exists':
        return ALWAYS;
      case 'in': {
        const values = isText
          ? filter.values.map((value) => encodeText(String(value)))
          : filter.values.filter((value) => Number.isSafeInteger(value));
        if (values.length === 0) return NEVER;
        return { kind: 'column', column, test: (ref) => isIn(ref, values) };
      }
      case 'compare': {
        const { comparison } = filter;
        const value = isText
          ? encodeText(String(filter.value))
          : wholeBound(comparison, Number(filter.value));
        return { kind: 'column', column, test: (ref) => compare(ref, comparison, value) };
      }
      case 'matches': {
        const place = { projectId, column } as const;
        const matcher = matcherOf(filter);
        const { literal } = matcher;
        if (literal !== null) {
          return {
            kind: 'column',
            column,
            test: (ref) => containsText(metadata.engine, ref, literal),
          };
        }
        const texts = await matchingTexts(metadata, db, place, matcher);
        if (texts.length === 0) return NEVER;
        return { kind: 'column', column, test: (ref) => listed(ref, texts) };
      }
    }
  }

  /** A project has few tags: which of them are meant is found before the runs are. */
  async function onTags(filter: FieldFilter): Promise<Condition> {
    let query = db
      .selectFrom('run_paths')
      .select(['id', 'path'])
      .where('project_id', '=', projectId)
      .where('source', '=', 't');
    if (filter.kind === 'in') {
      const tags = filter.values.map((value) => indexKey(String(value)));
      if (tags.length === 0) return NEVER;
      query = query.where('path', 'in', tags);
    } else if (filter.kind === 'compare') {
      query = query.where(
        compare(sql.ref('path'), filter.comparison, indexKey(String(filter.value))),
      );
    }
    let tags = await query.execute();
    if (filter.kind === 'matches') {
      const matcher = matcherOf(filter);
      const found: typeof tags = [];
      for (const tag of tags) {
        const long = await longTexts(db, tag.id);
        if (matcher.matches(decodeText(long.get(tag.path) ?? tag.path))) found.push(tag);
      }
      tags = found;
    }
    const pathIds = tags.map(({ id }) => id);
    return pathIds.length === 0 ? NEVER : { kind: 'values', pathIds, test: null };
  }

  return { resolve, pathId, projectName: ownProjectName };
}

type FieldFilter = Exclude<RunFilter, { kind: 'and' | 'or' | 'not' | 'within' }>;
type ValueTest = (column: ValueColumns) => RawBuilder<boolean>;

const SOURCES = { config: 'c', summary: 's' } as const;

/** A project as runs have it as their attribute. */
export const projectName = ({ entityName, name }: Pick<Project, 'entityName' | 'name'>): string =>
  `${entityName}/${name}`;

/** Where the field is kept. */
export function placeOf(field: RunField): Place {
  if (field.kind === 'tags') return { kind: 'tags' };
  if (field.kind !== 'attribute') {
    return { kind: 'path', source: SOURCES[field.kind], path: indexKey(field.path) };
  }
  if (field.name === 'project') return { kind: 'project' };
  const column = columnOf(field.name);
  if (column === null) return { kind: 'path', source: 'r', path: field.name };
  return { kind: 'column', column, isText: column === 'name' || column === 'state' };
}

/** Whether a condition holds of a text that all runs of the project have. */
function isTrueOf(text: string, filter: FieldFilter): boolean {
  switch (filter.kind) {
    case 'exists':
      return true;
    case 'in':
      return filter.values.includes(text);
    case 'matches':
      return matcherOf(filter).matches(text);
    case 'compare': {
      if (typeof filter.value !== 'string') return false;
      const order = Buffer.compare(
        Buffer.from(encodeText(text)),
        Buffer.from(encodeText(filter.value)),
      );
      const isAbove = filter.comparison.startsWith('g');
      return order === 0 ? filter.comparison.endsWith('e') : order > 0 === isAbove;
    }
  }
}

/** Where the value is kept that an order goes by. */
export function placeOfOrder({ field, statistic }: RunOrder): Place {
  if (statistic === undefined || field.kind !== 'summary') return placeOf(field);
  return { kind: 'path', source: statistic === 'min' ? 'm' : 'x', path: indexKey(field.path) };
}

function columnOf(name: RunAttribute): IndexedColumn | null {
  const columns: Partial<Record<RunAttribute, IndexedColumn>> = COLUMN_ATTRIBUTES;
  return columns[name] ?? null;
}

function matcherOf(filter: Extract<RunFilter, { kind: 'matches' }>): TextMatcher {
  return compilePattern(filter.pattern, describeField(filter.field));
}

// The columns that say nothing of a kind are constant, and naming them makes the index apply.
const isNumber: ValueTest = (column) => sql<boolean>`${column('kind')} = ${sql.lit(KIND.number)}`;
const isText: ValueTest = (column) =>
  sql<boolean>`${column('kind')} = ${sql.lit(KIND.text)} and ${column('number')} = ${sql.lit(0)}`;

function isIn(column: RawBuilder<unknown>, values: readonly RunFilterValue[]): RawBuilder<boolean> {
  return values.length === 1
    ? sql<boolean>`${column} = ${values[0]}`
    : sql<boolean>`${column} in (${sql.join(values)})`;
}

/** As many texts as a pattern may match are bound as one parameter. */
function listedTexts(engine: MetadataStore['engine']) {
  const isSqlite = engine === 'sqlite';
  return (column: RawBuilder<unknown>, texts: readonly string[]): RawBuilder<boolean> => {
    if (texts.length <= (isSqlite ? 200 : 2_000)) return isIn(column, texts);
    const json = JSON.stringify(texts);
    return isSqlite
      ? sql<boolean>`${column} in (select value from json_each(${json}))`
      : // `is true` keeps it from becoming a join, which would unfold the list anew for each run.
        sql<boolean>`(${column} in (select jsonb_array_elements_text(cast(${json} as jsonb)))) is true`;
  };
}

const OPERATORS = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` } as const;

function compare(
  column: RawBuilder<unknown>,
  comparison: RunComparison,
  value: RunFilterValue,
): RawBuilder<boolean> {
  return sql<boolean>`${column} ${OPERATORS[comparison]} ${value}`;
}

/** The bound that means the same for whole numbers: columns of times hold no others. */
function wholeBound(comparison: RunComparison, value: number): number {
  const whole = comparison === 'gt' || comparison === 'lte' ? Math.floor(value) : Math.ceil(value);
  return Math.min(Math.max(whole, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}
