import { type ExactJson, type ListRule, stringifyExact } from '@runloom/model';
import { plainRecord } from './exact.ts';
import type { Json } from './json.ts';

/** What tells the items of a list apart. */
type NamesOf = (items: readonly Json[]) => readonly string[];

/** Items are merged by what tells them apart. */
export const named =
  (namesOf: NamesOf): ListRule =>
  (items) =>
    namesOf(items.map(plainRecord));

/** Texts are their own names. */
export const byText: ListRule = (items) => items.map((item) => stringifyExact(item));

type Change = (value: ExactJson) => ExactJson;

/** Items that have no id get what we tell them apart by, since names and places may be what is changed. */
export const withIds =
  (namesOf: NamesOf): Change =>
  (list) => {
    if (!Array.isArray(list)) return list;
    const own = namesOf(list.map(plainRecord));
    return list.map((item, index) =>
      item instanceof Map && !item.get('__id__')
        ? new Map([...item, ['__id__', own[index] ?? '']])
        : item,
    );
  };

/** Changes one member of an object, where it is there. */
export const inside =
  (name: string, change: Change): Change =>
  (value) => {
    const member = value instanceof Map ? value.get(name) : undefined;
    return value instanceof Map && member !== undefined
      ? new Map(value).set(name, change(member))
      : value;
  };
