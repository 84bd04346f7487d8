/** What is to be said of a call beyond its record, where the simulator does more than answer with the example. */
export interface Note {
  description?: string;
  /** The simulator's own answer, where nobody knows what Blink answers. */
  answer?: { description: string; schema: string };
  /** True where the thing that is asked for may not be there. */
  mayBeMissing?: true;
}

/** By the name of the endpoint. */
export const notes: Readonly<Record<string, Note>> = {
  login: { description: 'The only call without a token. A wrong password is a 401.' },
  importMenu: {
    description:
      "Products that are left out stay as they were; `deleted_at` takes one off the menu. The pages don't say whether Blink does the same.",
    answer: { description: 'The menu was taken', schema: 'ImportReply' },
  },
  syncStockAndPrice: {
    description: 'One product that is not on the menu refuses the whole call.',
    answer: { description: 'Stock and prices were taken', schema: 'StockReply' },
  },
  syncOrderStatus: {
    description:
      'Pending orders can be accepted or rejected, accepted ones dispatched, delivered or rejected, dispatched ones delivered or rejected. Naming the state it is in changes nothing.',
    answer: { description: 'Where the order stands', schema: 'OrderStatusReply' },
  },
  listCategories: { answer: { description: 'The categories', schema: 'CategoriesReply' } },
  fetchMenu: { answer: { description: 'A page', schema: 'MenuPage' } },
  createTask: {
    description:
      'It walks by the clock: assigned after 5 seconds, accepted after 10, arrived after 20, started after 30, finished after 45. A mapping key that begins with CANCEL ends in a cancellation after 20.',
  },
  updateTask: {
    description: 'Only what is named changes. The task webhook is told of it.',
    mayBeMissing: true,
  },
  taskStatus: { description: 'The same shape as the task webhook has.', mayBeMissing: true },
};
