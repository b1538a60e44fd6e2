export {
  type Confusion,
  confusionOf,
  type JudgeBias,
  type JudgedMean,
  type JudgedPair,
  judgeBias,
} from './against-people.ts';
export { cohenKappas, type Kappa } from './cohen.ts';
export {
  byUnit,
  categoriesOf,
  type JudgedUnits,
  type JudgedValue,
  type Judgement,
  type Scale,
} from './judgements.ts';
export { type Alpha, krippendorffAlpha } from './krippendorff.ts';
