import { modifierEmpty, modifierImpossible } from './modifier-rules.ts';
import { imageAddress, imageMissing } from './picture-rules.ts';
import {
  branchPriceFar,
  optionPriceFar,
  optionWithoutPrice,
  priceOutlier,
  priceZero,
} from './price-rules.ts';
import type { Rule } from './rule.ts';
import { categoryNone, categoryOff, dishNowhere, menuOff } from './sale-rules.ts';
import { descriptionMissing, nameLanguage, textMarkup, textTooLong } from './text-rules.ts';
import { categoryTwin, nearTwin } from './twin-rules.ts';

/** All that an audit looks for, worst first. `docs/menu-audit.md` tells of each. */
export const rules: readonly Rule[] = [
  priceZero,
  menuOff,
  modifierImpossible,
  priceOutlier,
  branchPriceFar,
  optionPriceFar,
  optionWithoutPrice,
  dishNowhere,
  categoryOff,
  categoryNone,
  categoryTwin,
  nearTwin,
  modifierEmpty,
  imageAddress,
  textMarkup,
  imageMissing,
  descriptionMissing,
  nameLanguage,
  textTooLong,
];
