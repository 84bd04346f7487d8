import type { MenuModifier, MenuOption, MenuProduct } from '../../../src/blink/contract/menu.ts';

/** A dish that no rule has anything to say of. */
export function dish(id: string, fields: Partial<MenuProduct> = {}): MenuProduct {
  return {
    id,
    sku: id,
    name: `Chapli Kabab ${id}`,
    description: 'Minced beef with pomegranate seeds.',
    image: `https://images.example.com/${id}.jpg`,
    is_active: true,
    price: 450,
    category: { id: 'bbq', name: 'BBQ' },
    ...fields,
  };
}

export function option(id: string, fields: Partial<MenuOption> = {}): MenuOption {
  return { id, name: `Option ${id}`, is_active: true, priority: 1, ...fields };
}

export function modifier(options: MenuOption[], fields: Partial<MenuModifier> = {}): MenuModifier {
  return {
    id: 'dips',
    name: 'Dips',
    minimum_options: 0,
    maximum_options: 1,
    priority: 1,
    options,
    ...fields,
  };
}
