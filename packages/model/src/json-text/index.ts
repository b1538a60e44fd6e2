export { canonicalJson } from './canonical-json.ts';
export {
  itemText,
  itemTexts,
  memberText,
  memberTexts,
  objectText,
  oneLine,
  stringOf,
} from './parts.ts';
export { pythonFloat } from './python-float.ts';
