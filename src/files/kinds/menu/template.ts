import type { MenuProduct } from '../../../blink/contract/menu.ts';

/**
 * A small menu to start from: a dish with a price of its own in one branch, one with a choice of sizes, one with
 * nothing but what Blink needs. The branches are two that the simulator lists.
 */
export const starterMenu: readonly MenuProduct[] = [
  {
    id: 'BIR-01',
    sku: 'BIR-01',
    name: 'Chicken Biryani چکن بریانی',
    description: 'Long grain rice with chicken, potatoes and fried onions. Serves one.',
    tags: 'rice,biryani,chicken',
    uom: 'plate',
    image: 'https://images.example.com/chicken-biryani.jpg',
    is_active: true,
    price: 450,
    is_stock_product: false,
    category: { id: 'rice', name: 'Biryani & Rice', reference: '1' },
    branches: [
      { id: '63', is_active: true, price: 450, is_in_stock: 1 },
      { id: '64', is_active: true, price: 480, is_in_stock: 1 },
    ],
  },
  {
    id: 'KAR-01',
    sku: 'KAR-01',
    name: 'Chicken Karahi چکن کڑاہی',
    description: 'Cooked to order with tomatoes and green chillies.',
    is_active: true,
    price: 1250,
    category: { id: 'karahi', name: 'Karahi', reference: '2' },
    modifiers: [
      {
        id: 'size',
        name: 'Size',
        minimum_options: 1,
        maximum_options: 1,
        priority: 1,
        options: [
          { id: 'half', name: 'Half', sku: 'KAR-HALF', price: 0, is_active: true, priority: 1 },
          { id: 'full', name: 'Full', sku: 'KAR-FULL', price: 1150, is_active: true, priority: 2 },
        ],
      },
    ],
  },
  {
    id: 'NAN-01',
    sku: 'NAN-01',
    name: 'Roghni Naan روغنی نان',
    is_active: true,
    price: 80,
    category: { id: 'tandoor', name: 'Tandoor', reference: '3' },
  },
];
