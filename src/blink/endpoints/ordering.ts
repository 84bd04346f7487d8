import { type Endpoint, inFile } from './endpoint.ts';

const page = {
  description: 'The page, from 1; one beyond the last is empty',
  schema: { type: 'integer', minimum: 1, default: 1 },
};

/** The calls of the ordering service. */
export const ordering = {
  /** Vendor page "Authorization API". */
  login: {
    service: 'ordering',
    method: 'POST',
    path: '/interface/v1/login',
    repeat: 'read',
    open: true,
    summary: 'User name and password for a token',
    request: {
      name: 'LoginRequest',
      schema: async () => (await import('../contract/account.ts')).LoginRequest,
      examples: { demo: { username: 'demo', password: 'demo' } },
    },
    reply: {
      name: 'LoginReply',
      description: 'The token',
      schema: async () => (await import('../contract/account.ts')).LoginRead,
      documented: async () => (await import('../contract/account.ts')).LoginReply,
      example: () => inFile(import('../../../fixtures/vendor/login-reply.json', { with: { type: 'json' } })),
    },
  },
  /** Vendor page "Menu Sync API": adds, changes and removes products of the menu. Prices in rupees. */
  importMenu: {
    service: 'ordering',
    method: 'POST',
    path: '/interface/v1/importMenu',
    repeat: 'idempotent',
    summary: 'Import a menu',
    request: {
      name: 'MenuImport',
      schema: async () => (await import('../contract/menu.ts')).MenuImport,
      examples: { vendor: 'import-menu-request' },
    },
  },
  /** Vendor page "Stock Sync API": sets stock and prices of products that are on the menu. Prices in rupees. */
  syncStockAndPrice: {
    service: 'ordering',
    method: 'POST',
    path: '/interface/v1/syncStockAndPrice',
    repeat: 'idempotent',
    summary: 'Send stock and prices of products on the menu',
    request: {
      name: 'StockSync',
      schema: async () => (await import('../contract/stock.ts')).StockSync,
      examples: { vendor: 'sync-stock-request' },
    },
  },
  /** Vendor page "Branches" ("fetch all branches from blink's system"). */
  listBranches: {
    service: 'ordering',
    method: 'GET',
    otherMethod: 'POST',
    path: '/interface/v1/branches',
    repeat: 'read',
    summary: 'All branches',
    reply: {
      name: 'BranchesReply',
      description: 'The branches',
      schema: async () => (await import('../contract/account.ts')).BranchesRead,
      documented: async () => (await import('../contract/account.ts')).BranchesReply,
      example: () =>
        inFile(import('../../../fixtures/vendor/branches-reply.json', { with: { type: 'json' } })),
    },
  },
  /** Vendor page "Customers" ("fetch all customers from blink's system"). */
  listCustomers: {
    service: 'ordering',
    method: 'GET',
    otherMethod: 'POST',
    path: '/interface/v1/customers',
    repeat: 'read',
    summary: 'Customers, 100 a page',
    query: { page },
    reply: {
      name: 'CustomersReply',
      description: 'A page',
      schema: async () => (await import('../contract/account.ts')).CustomersRead,
      documented: async () => (await import('../contract/account.ts')).CustomersReply,
      example: () =>
        inFile(import('../../../fixtures/vendor/customers-reply.json', { with: { type: 'json' } })),
    },
  },
  /** Vendor page "Order Status API": tells Blink how far an order is. */
  syncOrderStatus: {
    service: 'ordering',
    method: 'POST',
    path: '/interface/v1/syncOrderStatus',
    repeat: 'idempotent',
    summary: 'Move an order to another state',
    request: {
      name: 'OrderStatusUpdate',
      schema: async () => (await import('../contract/order.ts')).OrderStatusUpdate,
      examples: { accept: 'order-status-request', reject: 'order-status-reject-request' },
    },
  },
  listCategories: {
    service: 'ordering',
    method: 'GET',
    path: '/interface/v1/categories',
    repeat: 'read',
    unconfirmed: true,
    summary: 'The categories of the menu',
  },
  fetchMenu: {
    service: 'ordering',
    method: 'GET',
    path: '/interface/v1/fetchMenu',
    repeat: 'read',
    unconfirmed: true,
    summary: 'The products of the menu, 50 a page',
    query: { page },
  },
} as const satisfies Record<string, Endpoint>;
