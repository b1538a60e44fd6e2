export { canonicalJson } from './canonical-json.ts';
export { itemText, itemTexts, memberText, memberTexts, stringOf } from './parts.ts';
