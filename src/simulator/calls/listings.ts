import type { Call } from '../call.ts';
import { type Answer, success } from '../http/answer.ts';
import { pageOf } from '../http/page.ts';
import { branches } from '../samples/branches.ts';
import { customers } from '../samples/customers.ts';

const customersPerPage = 100;

/** `/interface/v1/branches`: all branches at once. */
export function listBranches(): Answer {
  return success(branches);
}

/** `/interface/v1/customers?page=N`: 100 customers a page. */
export function listCustomers(call: Call): Answer {
  return pageOf(call, customers(call.simulator.seed), customersPerPage);
}
