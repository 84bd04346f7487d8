import { describe, expect, it } from 'vitest';
import { parseChange, setField } from '../../../src/simulator/samples/set-field.ts';

const sample = () => ({
  id: '12',
  tax: 1,
  note: '',
  paid: true,
  address: null,
  products: [{ quantity: 1, name: 'Naan' }],
});

function changed(typed: string): Record<string, unknown> {
  const value = sample();
  setField(value, parseChange(typed));
  return value;
}

describe('setField', () => {
  it.each([
    ['tax=12.5', { tax: 12.5 }],
    ['note=no onions = please', { note: 'no onions = please' }],
    ['note=', { note: '' }],
    ['paid=false', { paid: false }],
    ['note=null', { note: null }],
    ['note="5"', { note: '5' }],
    ['tax={"of":[1]}', { tax: { of: [1] } }],
    ['products.0.quantity=3', { products: [{ quantity: 3, name: 'Naan' }] }],
    ['products.0.name=نان', { products: [{ quantity: 1, name: 'نان' }] }],
    ['products.1={"name":"Chai"}', { products: [{ quantity: 1, name: 'Naan' }, { name: 'Chai' }] }],
    ['products=[]', { products: [] }],
    ['address=Clifton', { address: 'Clifton' }],
    ['more=1', { more: 1 }],
  ])('%s', (typed, expected) => {
    expect(changed(typed)).toEqual({ ...sample(), ...expected });
  });

  it('keeps a number as text where Blink sends text, and its zeros', () => {
    expect(changed('id=1236589')).toMatchObject({ id: '1236589' });
    expect(changed('id=007')).toMatchObject({ id: '007' });
  });

  it('tells whether the field was there', () => {
    expect(setField(sample(), parseChange('tax=2'))).toBe(true);
    expect(setField(sample(), parseChange('tex=2'))).toBe(false);
  });

  it.each([
    ['prodcts.0.quantity=1', 'nothing inside "prodcts"'],
    ['products.4.quantity=1', '"4" is no place in this list, which has the places 0 to 0'],
    ['products.2={}', '"2" is no place'],
    ['products.x=1', '"x" is no place'],
    ['tax.rate=1', 'nothing inside "tax"'],
    ['address.street=1', 'nothing inside "address"'],
    ['__proto__.polluted=1', 'nothing inside "__proto__"'],
    ['constructor.name=1', 'nothing inside "constructor"'],
  ])('%s leads nowhere', (typed, message) => {
    expect(() => changed(typed)).toThrow(message);
  });

  it('makes a plain field of a name that means something to JavaScript', () => {
    const value = sample();
    setField(value, parseChange('__proto__={"polluted":1}'));
    expect(JSON.stringify(value)).toContain('"__proto__":{"polluted":1}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it.each(['tax', '=5', '', 'a..b=1', '.a=1'])('"%s" is no change', (typed) => {
    expect(() => parseChange(typed)).toThrow('--set needs field=value');
  });
});
