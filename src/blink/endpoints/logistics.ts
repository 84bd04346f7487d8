import { type Endpoint, inFile } from './endpoint.ts';

const taskSchemas = {
  schema: async () => (await import('../contract/task.ts')).TaskReply,
  documented: async () => (await import('../contract/task.ts')).TaskEvent,
};

/** The calls of the logistics service. Money in rupees, times in UTC. */
export const logistics = {
  /** Vendor page "send task to logistics portal": asks for a delivery. */
  createTask: {
    service: 'logistics',
    method: 'POST',
    path: '/api/client/task',
    repeat: 'once',
    summary: 'Create a delivery',
    request: {
      name: 'TaskCreate',
      schema: async () => (await import('../contract/task.ts')).TaskCreate,
      examples: { vendor: 'task-create-request' },
    },
    reply: {
      name: 'TaskEvent',
      description: 'Created',
      status: 201,
      ...taskSchemas,
      example: () =>
        inFile(import('../../../fixtures/vendor/task-create-reply.json', { with: { type: 'json' } })),
    },
  },
  /** Vendor page "update the task". Only what is given changes. */
  updateTask: {
    service: 'logistics',
    method: 'PUT',
    path: '/api/client/task',
    repeat: 'idempotent',
    summary: 'Change a delivery that has not ended',
    request: {
      name: 'TaskUpdate',
      schema: async () => (await import('../contract/task.ts')).TaskUpdate,
      examples: { vendor: 'task-update-request' },
    },
    reply: {
      name: 'TaskEvent',
      description: 'Changed',
      status: 201,
      ...taskSchemas,
      example: () =>
        inFile(import('../../../fixtures/vendor/task-update-reply.json', { with: { type: 'json' } })),
    },
  },
  /** Vendor page "get the task updated status": the latest event of the delivery that was created with this key. */
  taskStatus: {
    service: 'logistics',
    method: 'GET',
    path: '/api/client/task/status',
    repeat: 'read',
    summary: 'The latest event of a delivery',
    query: {
      mappingKey: {
        required: true,
        description: 'The key that the delivery was created with',
        schema: { type: 'string' },
        example: '12345678',
      },
    },
    reply: {
      name: 'TaskEvent',
      description: 'The event',
      ...taskSchemas,
      example: () =>
        inFile(import('../../../fixtures/vendor/task-status-reply.json', { with: { type: 'json' } })),
    },
  },
} as const satisfies Record<string, Endpoint>;
