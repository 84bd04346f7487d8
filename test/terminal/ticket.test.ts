import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/blink/contract/check.ts';
import { OrderRead } from '../../src/blink/contract/order.ts';
import { sampleOrder } from '../../src/simulator/samples/events.ts';
import { generator } from '../../src/simulator/samples/random.ts';
import { vendorSamples } from '../../src/simulator/samples/vendor-samples.ts';
import { loadStyle } from '../../src/terminal/style.ts';
import { ticketLines } from '../../src/terminal/ticket.ts';

const id = '1236589';

function order(more: Record<string, unknown> = {}): OrderRead {
  return asRead({ ...JSON.parse(vendorSamples.order), ...more });
}

function asRead(value: unknown): OrderRead {
  const read = parse(OrderRead, value);
  if ('issues' in read) throw new Error('no order');
  return read.value;
}

const ticket = (more: Record<string, unknown> = {}, width = 48) =>
  ticketLines(order(more), width, { id }).join('\n');

describe('a ticket', () => {
  it("shows Blink's own sample", () => {
    expect(ticket({}, 48)).toBe(
      [
        '================================================',
        'ABND-24234                               PICK-UP',
        'IOS, branch 12345                  order 1236589',
        '================================================',
        'Due       2024-06-26 09:26:04',
        'Customer  Jhon Doe',
        'Phone     +923300000000',
        '------------------------------------------------',
        '1 × Veg Breakfast Press COMBO              39.00',
        '    + Tortilla (Wrap)',
        '    + Lays - Chilli',
        '    + Extra Diced Tomatoes                  4.00',
        '    + Extra Paneer                          4.00',
        '    + 7up (500 ml)',
        '------------------------------------------------',
        'Subtotal                                   59.00',
        'FBR POS charge                              1.00',
        'TOTAL Rs                                   66.67',
        'PAID                                        Cash',
      ].join('\n'),
    );
  });

  it('marks a pre-order, with its time as it stands', () => {
    const shown = ticket({ is_pre_order: 1, due_at: '2024-06-26 09:26:04' });
    expect(shown).toContain('Due       2024-06-26 09:26:04 PRE-ORDER');
  });

  it('shows where to, what to take off and what to collect', () => {
    const shown = ticket({
      type: 'DELIVERY',
      customer_address_description: 'Flat 4-B, Block 4, Clifton, near the old post office, Karachi',
      ...{ total_discount_amount: 120, promo_code: 'EID10', wallet_amount: '50.500', tax: 0.1 },
      ...{ delivery_charges: '99', payment: false, total_price: 12345.5 },
    });
    const money = shown.split('\n').slice(-8);
    expect(money).toEqual([
      'Subtotal                                   59.00',
      'Discount (EID10)                         -120.00',
      'Wallet                                    -50.50',
      'Delivery                                   99.00',
      'Tax                                         0.10',
      'FBR POS charge                              1.00',
      'TOTAL Rs                               12,345.50',
      'TO COLLECT (Cash)                      12,345.50',
    ]);
    expect(shown).toContain(
      'Address   Flat 4-B, Block 4, Clifton, near the\n          old post office, Karachi\n',
    );
  });

  it('says neither paid nor to collect where Blink does not', () => {
    const shown = ticket({ payment: null, payment_type: 'Easypaisa' });
    expect(shown).toMatch(/Payment {3}Easypaisa$/);
    expect(shown).not.toMatch(/PAID|COLLECT/);
  });

  it('makes kitchen notes stand out', () => {
    expect(ticket({ kitchen_notes: 'Nut allergy!\nNo garnish.' })).toContain(
      `\n${'*'.repeat(48)}\n*** KITCHEN NOTES\n*** Nut allergy! No garnish.\n${'*'.repeat(48)}\n`,
    );
    expect(ticket()).not.toContain('KITCHEN');
  });

  it('shows how often an option is wanted', () => {
    const [product] = order().products;
    const options = [
      { modifier_option_id: 'n', name: 'Naan', quantity: 3, unit_price: '50', total_price: '150' },
    ];
    const shown = ticket({ products: [{ ...product, quantity: 2, options }] });
    expect(shown).toContain('2 × Veg Breakfast Press COMBO ');
    expect(shown).toMatch(/\n {4}\+ 3 × Naan {28}150\.00\n/);
  });

  it('calls the branch as the operator does', () => {
    expect(ticketLines(order(), 48, { id, branch: 'KHI-01' }).join('\n')).toContain('IOS, branch KHI-01 ');
  });

  it('lets nothing through that a terminal obeys', () => {
    const bad = '\u001b[31mx\u0007\u202e\u001b]0;title\u0007\n';
    const [product] = order().products;
    const shown = ticket({
      ...{
        order_key: bad,
        type: bad,
        channel: bad,
        branch_id: bad,
        due_at: bad,
        customer_name: bad,
        promo_code: bad,
      },
      ...{ customer_phone: bad, customer_address_description: bad, kitchen_notes: bad, payment_type: bad },
      ...{ total_price: bad, subtotal: bad, tax: 1, blink_order_id: bad, total_discount_amount: bad },
      products: [{ ...product, name: bad, total_price: bad }],
    });
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

it.each([24, 32, 42, 64, 80])('is never wider than %i columns, also in Urdu', (width) => {
  const samples = Array.from({ length: 300 }, (_, i) => asRead(sampleOrder(generator(i), i, 0)));
  const long = order({
    customer_name: 'ا'.repeat(90),
    order_key: 'K'.repeat(70),
    kitchen_notes: '料理'.repeat(40),
  });
  for (const event of [...samples, long]) {
    for (const line of ticketLines(event, width, { id }))
      expect(stringWidth(line)).toBeLessThanOrEqual(Math.min(width, 64));
  }
});

it('is as wide as is pleasant to read where there is no end to a line', () => {
  expect(ticketLines(order(), Number.POSITIVE_INFINITY, { id })[0]).toBe('='.repeat(64));
});

it('has the same words in colour', async () => {
  const style = await loadStyle(true);
  const coloured = ticketLines(order({ kitchen_notes: 'No onions', is_pre_order: 1 }), 48, { id, style });
  expect(coloured.join('\n')).toContain('\u001b[1mABND-24234');
  const plain = coloured.map((line) => line.replace(/\u001b\[\d+m/g, ''));
  expect(plain).toEqual(ticketLines(order({ kitchen_notes: 'No onions', is_pre_order: 1 }), 48, { id }));
});
