import { version } from '../../version.ts';
import { responses } from './operations.ts';
import { ownPaths } from './own-paths.ts';
import { blinkPaths } from './paths.ts';
import { sample } from './samples.ts';
import { schemaRef, schemas } from './schemas.ts';

const about = `The simulator that comes with \`blink\`, the unofficial command line for Blink (blinkco.io): a local stand-in for
both of Blink's services, for building and testing integrations. It is not Blink and does not claim to be.

It checks what it gets as strictly as the tables of Blink's published pages say. Where they say nothing, above all about
answers, this is what the simulator does; Blink may do otherwise. Every answer carries \`server: blink-simulator\`.

The calls under \`/simulator/\` are its own. They need no token from the same computer, else the logistics token.`;

/** The whole description of what the simulator serves and posts, OpenAPI 3.1. */
export async function openApiDocument(): Promise<Record<string, unknown>> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Blink simulator',
      version,
      summary: "A local stand-in for Blink's ordering and logistics services",
      description: about,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'http://127.0.0.1:4646', description: 'blink simulator start' }],
    tags: [
      { name: 'Ordering', description: 'Menus, stock, branches, customers and the states of orders' },
      { name: 'Logistics', description: 'Deliveries' },
      { name: 'Simulator', description: 'What Blink has not: making things happen, and go wrong' },
    ],
    paths: { ...(await blinkPaths()), ...ownPaths },
    webhooks: {
      order: webhook('newOrder', 'Ordering', 'A new order', 'OrderEvent', 'webhook-order'),
      orderStatus: webhook(
        'orderStatusChanged',
        'Ordering',
        'An order has changed its state',
        'OrderStatusEvent',
        'webhook-order-status',
      ),
      task: webhook(
        'taskChanged',
        'Logistics',
        'Something happened to a delivery',
        'TaskEvent',
        'webhook-task',
      ),
    },
    components: {
      securitySchemes: {
        orderingToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The `access_token` of a login',
        },
        logisticsToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token of the logistics portal; `demo` for the simulator unless told otherwise',
        },
      },
      responses,
      schemas: await schemas(),
    },
  };
}

function webhook(operationId: string, tag: string, summary: string, schema: string, name: string) {
  return {
    post: {
      operationId,
      tags: [tag],
      summary,
      description:
        'Posted once, without a token or a signature. An answer is waited for 5 seconds; nothing is repeated.',
      security: [],
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: schemaRef(schema), examples: { vendor: { value: sample(name) } } },
        },
      },
      responses: {
        '2XX': { description: 'Taken; the body does not matter' },
        '4XX': { description: 'Not taken, and not sent again' },
      },
    },
  };
}
