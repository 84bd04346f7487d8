import type { Answer, Received } from './server.ts';

/** A list of customers as a server has it. */
export interface CustomerList {
  pages: number;
  perPage: number;
}

/** The customer of a number, from 1: some write their names in Urdu, some have no e-mail address. */
export function customer(number: number) {
  return {
    full_name: number % 7 === 0 ? `عائشہ صدیقی ${number}` : `Customer, ${number}`,
    phone: `+92399${String(number).padStart(7, '0')}`,
    email: number % 5 === 0 ? null : `customer${number}@example.com`,
    total_orders: number % 90,
    signup_date: '2020-10-07 11:47:31',
  };
}

/** All customers of a list, in order. */
export function customersOf({ pages, perPage }: CustomerList, from = 1, to = pages * perPage) {
  return Array.from({ length: to - from + 1 }, (_, i) => customer(from + i));
}

/** Which page a request asks for. */
export function pageOf({ path }: Received): number {
  return Number(new URLSearchParams(path.split('?')[1]).get('page'));
}

/** A page as Laravel answers it. `total` is wrong, as in the vendor's sample. */
export function customersPage({ pages, perPage }: CustomerList, page: number): Answer {
  const count = page <= pages ? perPage : 0;
  const data = Array.from({ length: count }, (_, i) => customer((page - 1) * perPage + i + 1));
  const paging = { current_page: page, last_page: pages, per_page: perPage, total: 4 };
  return { body: { msg: 'Success', success: true, error: null, data: { ...paging, data } } };
}
