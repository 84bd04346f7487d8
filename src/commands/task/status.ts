import { ask } from '../../blink/ask.ts';
import { endpoints } from '../../blink/endpoints.ts';
import type { RecordColumn } from '../../terminal/output.ts';
import { define } from '../shared/command.ts';
import { wholeNumber } from '../shared/values.ts';
import { askEach, requireAll } from './shared/several.ts';
import { type TaskState, watchTasks } from './shared/watch.ts';

export default define(
  (command) =>
    command
      .argument('<keys...>', 'your own references of the tasks: their mapping keys')
      .option('--watch', 'follow them until they are finished or cancelled')
      .option('--interval <seconds>', 'how long to wait between two looks', wholeNumber(1, 86_400), 5),
  ['blink task status 10045 --env local', 'blink task status 10045 --watch --env local'],
  async (context, [keys], { watch, interval }) => {
    if (watch) return watchTasks(context, keys, interval);
    const { api, output, signal } = context;
    const client = await api.logistics();
    const states = await askEach(
      keys,
      async (mappingKey) => {
        const state = await ask(client, endpoints.taskStatus, { query: { mappingKey }, signal });
        return { mappingKey, ...state };
      },
      signal,
    );
    if (states.found.length > 0) await output.records(states.found, taskColumns);
    requireAll(output, states);
  },
);

const taskColumns: readonly RecordColumn<TaskState>[] = [
  { key: 'mappingKey', header: 'Key', value: ({ mappingKey }) => mappingKey },
  { key: 'taskId', header: 'Task', value: ({ data }) => String(data.taskId) },
  { key: 'eventId', header: 'Event', value: ({ eventId }) => eventId, right: true },
  { key: 'event', header: 'State', value: ({ event }) => event },
  {
    key: 'type',
    header: 'Type',
    value: ({ data }) => data.type,
    show: ({ data }) => (data.type === 2 ? 'return' : 'normal'),
  },
  { key: 'agent', header: 'Rider', value: ({ data }) => data.agent?.name },
  { key: 'contact', header: 'Contact', value: ({ data }) => data.agent?.contact },
  { key: 'reason', header: 'Reason', value: ({ data }) => data.reason },
  { key: 'trackingLink', header: 'Tracking', value: ({ data }) => data.trackingLink },
];
