export { canonicalJson } from './canonical-json.ts';
export { objectText } from './object-text.ts';
export { itemText, itemTexts, memberText, memberTexts, stringOf } from './parts.ts';
