import type { MenuProduct } from '../../blink/contract/menu.ts';

/** What orders are made from as long as nobody has imported a menu. */
export const seedMenu: readonly MenuProduct[] = [
  dish('sim-biryani', 'Chicken Biryani', 420, [
    choice('sim-raita', 'Raita', 0, 1, [
      ['sim-raita-mint', 'Mint Raita', 60],
      ['sim-raita-zeera', 'Zeera Raita', 50],
    ]),
  ]),
  dish('sim-karahi', 'Mutton Karahi (half)', 1450, [
    choice('sim-spice', 'Spice', 1, 1, [
      ['sim-spice-mild', 'Mild', 0],
      ['sim-spice-hot', 'Hot', 0],
    ]),
    choice('sim-bread', 'Bread', 0, 3, [
      ['sim-bread-naan', 'Tandoori Naan', 45],
      ['sim-bread-roghni', 'Roghni Naan', 95],
      ['sim-bread-chapati', 'Chapati', 30],
    ]),
  ]),
  dish('sim-tikka', 'Chicken Tikka', 520, [
    choice('sim-piece', 'Piece', 1, 1, [
      ['sim-piece-leg', 'Leg', 0],
      ['sim-piece-breast', 'Breast', 40],
    ]),
  ]),
  dish('sim-burger', 'Beef Smash Burger', 749.5, [
    choice('sim-dip', 'Dips', 0, 2, [
      ['sim-dip-imli', 'Imli chutney املی', 70],
      ['sim-dip-garlic', 'Garlic mayo', 90],
    ]),
  ]),
  dish('sim-nihari', 'Beef Nihari نہاری', 690, []),
  dish('sim-roll', 'Chicken Mayo Roll', 349.5, []),
  dish('sim-daal', 'Daal Mash Fry دال ماش', 520, []),
  dish('sim-falooda', 'Kulfi Falooda قلفی فالودہ', 360, []),
  dish('sim-cola', 'Cola 345 ml', 99.99, []),
  dish('sim-chai', 'Doodh Patti Chai دودھ پتی چائے', 120, []),
];

type Option = readonly [id: string, name: string, price: number];

function dish(id: string, name: string, price: number, modifiers: MenuProduct['modifiers']): MenuProduct {
  const category = { id: 'sim-menu', name: 'Simulator' };
  return { id, sku: id, name, is_active: true, price, category, modifiers };
}

function choice(id: string, name: string, least: number, most: number, options: readonly Option[]) {
  return {
    id,
    name,
    minimum_options: least,
    maximum_options: most,
    priority: 0,
    options: options.map(([option, shown, price], priority) => {
      return { id: option, name: shown, price, is_active: true, priority };
    }),
  };
}
