import { operation } from './operations.ts';
import { sample } from './samples.ts';

const inPath = (name: string, description: string, example: string) => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
  example,
});

const faults = { schema: 'FaultsReply', description: 'The faults' } as const;

/** The calls that Blink has not. */
export const ownPaths = {
  '/openapi.json': {
    get: {
      operationId: 'openapi',
      tags: ['Simulator'],
      summary: 'This description',
      description: 'With the address of the simulator that serves it.',
      security: [],
      responses: {
        200: {
          description: 'OpenAPI 3.1',
          content: { 'application/json': { schema: { type: 'object' } } },
        },
        '4XX': { $ref: '#/components/responses/NotFound' },
      },
    },
  },
  '/simulator/orders': {
    get: operation({
      operationId: 'listOrders',
      tag: 'Simulator',
      summary: 'All orders with their states',
      description: 'Those that were placed, the latest 1000, and those that are there from the start.',
      answer: { description: 'The orders', schema: 'OrdersReply' },
    }),
    post: operation({
      operationId: 'placeOrder',
      tag: 'Simulator',
      summary: 'Place an order, as a customer would',
      description: 'The order webhook is told of it.',
      body: {
        schema: 'OrderWishes',
        optional: true,
        examples: {
          anything: {},
          delivery: { type: 'DELIVERY', customer_name: 'Ayesha Khan', kitchen_notes: 'Less spicy' },
        },
      },
      answer: {
        status: 201,
        description: 'The order, as the webhook has it',
        schema: 'OrderEvent',
        example: sample('webhook-order'),
      },
    }),
  },
  '/simulator/orders/{blink_order_id}/status': {
    post: operation({
      operationId: 'moveOrder',
      tag: 'Simulator',
      summary: 'Move an order, as the shop would in the portal',
      description: 'The same as syncOrderStatus, without its login.',
      parameters: [inPath('blink_order_id', 'The id of the order', '123')],
      body: {
        schema: 'StateChange',
        examples: { accept: { status: 1 }, reject: { status: 4, comment: 'Closed' } },
      },
      answer: { description: 'Where the order stands', schema: 'OrderStatusReply' },
    }),
  },
  '/simulator/tasks/{taskId}/cancel': {
    post: operation({
      operationId: 'cancelTask',
      tag: 'Simulator',
      summary: 'Call a delivery off',
      description: 'The task webhook is told of it.',
      parameters: [inPath('taskId', 'The id that Blink gave the delivery', 'KHIAB-10001')],
      body: { schema: 'Cancellation', optional: true, examples: { reason: { reason: 'Nobody at home' } } },
      answer: { description: 'The last event of the delivery', schema: 'TaskEvent' },
      refusals: [404],
    }),
  },
  '/simulator/requests': {
    get: operation({
      operationId: 'listRequests',
      tag: 'Simulator',
      summary: 'The requests that were answered',
      description: 'Status 499: the client did not wait. Status 444: the connection was cut on purpose.',
      answer: { description: 'The latest 1000', schema: 'RequestsReply' },
    }),
  },
  '/simulator/faults': {
    get: operation({
      operationId: 'showFaults',
      tag: 'Simulator',
      summary: 'What goes wrong on request',
      description: "The simulator's own calls always work.",
      answer: faults,
    }),
    patch: operation({
      operationId: 'changeFaults',
      tag: 'Simulator',
      summary: 'Change what goes wrong, from the next request on',
      description: 'The flags of blink simulator start set the same things.',
      body: {
        schema: 'FaultChanges',
        examples: { slow: { latency: '100-500', fail_rate: 5 }, usual: { latency: null, fail_rate: null } },
      },
      answer: faults,
    }),
  },
  '/simulator/reset': {
    post: operation({
      operationId: 'reset',
      tag: 'Simulator',
      summary: 'Forget menu, orders, deliveries and the list of requests',
      description: 'Logins and faults stay.',
      answer: { description: 'Done', schema: 'ResetReply' },
    }),
  },
};
