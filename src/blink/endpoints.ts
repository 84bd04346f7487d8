import type { Service } from './services.ts';

/**
 * What may be sent again when it is not known whether the server got it:
 * `read` and `idempotent` calls may, a `once` call only when it is certain that it never arrived.
 */
export type Repeatability = 'read' | 'idempotent' | 'once';

export interface Endpoint {
  service: Service;
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  repeat: Repeatability;
  /** A second method to try once on 404 or 405: the vendor's pages name both. */
  otherMethod?: 'POST';
  /** True for the one call that is made without a token. */
  open?: true;
  /** True where the vendor's pages do not say what its answer looks like. */
  undocumented?: true;
}

/** Every call of Blink's two APIs that the vendor's pages describe. */
export const endpoints = {
  login: { service: 'ordering', method: 'POST', path: '/interface/v1/login', repeat: 'read', open: true },
  importMenu: {
    service: 'ordering',
    method: 'POST',
    path: '/interface/v1/importMenu',
    repeat: 'idempotent',
    undocumented: true,
  },
  syncStockAndPrice: {
    service: 'ordering',
    method: 'POST',
    path: '/interface/v1/syncStockAndPrice',
    repeat: 'idempotent',
    undocumented: true,
  },
  branches: {
    service: 'ordering',
    method: 'GET',
    path: '/interface/v1/branches',
    repeat: 'read',
    otherMethod: 'POST',
  },
  customers: {
    service: 'ordering',
    method: 'GET',
    path: '/interface/v1/customers',
    repeat: 'read',
    otherMethod: 'POST',
  },
  syncOrderStatus: {
    service: 'ordering',
    method: 'POST',
    path: '/interface/v1/syncOrderStatus',
    repeat: 'idempotent',
    undocumented: true,
  },
  createTask: { service: 'logistics', method: 'POST', path: '/api/client/task', repeat: 'once' },
  updateTask: { service: 'logistics', method: 'PUT', path: '/api/client/task', repeat: 'idempotent' },
  taskStatus: { service: 'logistics', method: 'GET', path: '/api/client/task/status', repeat: 'read' },
} as const satisfies Record<string, Endpoint>;
