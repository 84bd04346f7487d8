import { endpoints } from '../../blink/endpoints.ts';
import { operation } from './operations.ts';
import { sample } from './samples.ts';

const page = {
  name: 'page',
  in: 'query',
  description: 'The page, from 1; one beyond the last is empty',
  schema: { type: 'integer', minimum: 1, default: 1 },
};

const mappingKey = {
  name: 'mappingKey',
  in: 'query',
  required: true,
  description: 'The key that the delivery was created with',
  schema: { type: 'string' },
  example: '12345678',
};

const bothMethods = "The vendor's headings say POST, its samples GET; both are answered.";
const unconfirmed = "Not on the vendor's pages: seen in public integrations only.";

const branches = (operationId: string) =>
  operation({
    operationId,
    tag: 'Ordering',
    summary: 'All branches',
    description: bothMethods,
    answer: { description: 'The branches', schema: 'BranchesReply', example: sample('branches-reply') },
  });

const customers = (operationId: string) =>
  operation({
    operationId,
    tag: 'Ordering',
    summary: 'Customers, 100 a page',
    description: bothMethods,
    parameters: [page],
    answer: { description: 'A page', schema: 'CustomersReply', example: sample('customers-reply') },
    refusals: [422],
  });

/** The calls that Blink has. */
export const blinkPaths = {
  [endpoints.login.path]: {
    post: operation({
      operationId: 'login',
      tag: 'Ordering',
      summary: 'User name and password for a token',
      description: 'The only call without a token. A wrong password is a 401.',
      open: true,
      body: { schema: 'LoginRequest', examples: { demo: { username: 'demo', password: 'demo' } } },
      answer: { description: 'The token', schema: 'LoginReply', example: sample('login-reply') },
    }),
  },
  [endpoints.importMenu.path]: {
    post: operation({
      operationId: 'importMenu',
      tag: 'Ordering',
      summary: 'Import a menu',
      description:
        "Products that are left out stay as they were; `deleted_at` takes one off the menu. The pages don't say whether Blink does the same.",
      body: { schema: 'MenuImport', examples: { vendor: sample('import-menu-request') } },
      answer: { description: 'The menu was taken', schema: 'ImportReply' },
    }),
  },
  [endpoints.syncStockAndPrice.path]: {
    post: operation({
      operationId: 'syncStockAndPrice',
      tag: 'Ordering',
      summary: 'Send stock and prices of products on the menu',
      description: 'One product that is not on the menu refuses the whole call.',
      body: { schema: 'StockSync', examples: { vendor: sample('sync-stock-request') } },
      answer: { description: 'Stock and prices were taken', schema: 'StockReply' },
    }),
  },
  [endpoints.branches.path]: { get: branches('listBranches'), post: branches('listBranchesByPost') },
  [endpoints.customers.path]: { get: customers('listCustomers'), post: customers('listCustomersByPost') },
  [endpoints.syncOrderStatus.path]: {
    post: operation({
      operationId: 'syncOrderStatus',
      tag: 'Ordering',
      summary: 'Move an order to another state',
      description:
        'Pending orders can be accepted or rejected, accepted ones dispatched, delivered or rejected, dispatched ones delivered or rejected. Naming the state it is in changes nothing.',
      body: {
        schema: 'OrderStatusUpdate',
        examples: { accept: sample('order-status-request'), reject: sample('order-status-reject-request') },
      },
      answer: { description: 'Where the order stands', schema: 'OrderStatusReply' },
    }),
  },
  '/interface/v1/categories': {
    get: operation({
      operationId: 'listCategories',
      tag: 'Ordering',
      summary: 'The categories of the menu',
      description: unconfirmed,
      answer: { description: 'The categories', schema: 'CategoriesReply' },
    }),
  },
  '/interface/v1/fetchMenu': {
    get: operation({
      operationId: 'fetchMenu',
      tag: 'Ordering',
      summary: 'The products of the menu, 50 a page',
      description: unconfirmed,
      parameters: [page],
      answer: { description: 'A page', schema: 'MenuPage' },
      refusals: [422],
    }),
  },
  [endpoints.createTask.path]: {
    post: operation({
      operationId: 'createTask',
      tag: 'Logistics',
      summary: 'Create a delivery',
      description:
        'It walks by the clock: assigned after 5 seconds, accepted after 10, arrived after 20, started after 30, finished after 45. A mapping key that begins with CANCEL ends in a cancellation after 20.',
      body: { schema: 'TaskCreate', examples: { vendor: sample('task-create-request') } },
      answer: {
        status: 201,
        description: 'Created',
        schema: 'TaskEvent',
        example: sample('task-create-reply'),
      },
    }),
    put: operation({
      operationId: 'updateTask',
      tag: 'Logistics',
      summary: 'Change a delivery that has not ended',
      description: 'Only what is named changes. The task webhook is told of it.',
      body: { schema: 'TaskUpdate', examples: { vendor: sample('task-update-request') } },
      answer: {
        status: 201,
        description: 'Changed',
        schema: 'TaskEvent',
        example: sample('task-update-reply'),
      },
      refusals: [404],
    }),
  },
  [endpoints.taskStatus.path]: {
    get: operation({
      operationId: 'taskStatus',
      tag: 'Logistics',
      summary: 'The latest event of a delivery',
      description: 'The same shape as the task webhook has.',
      parameters: [mappingKey],
      answer: { description: 'The event', schema: 'TaskEvent', example: sample('task-status-reply') },
      refusals: [404, 422],
    }),
  },
};
