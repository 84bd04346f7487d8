import { createClient } from '../../../src/blink/client.ts';
import { endpoints } from '../../../src/blink/endpoints.ts';
import { fixedSession } from '../../../src/blink/login/session.ts';

/*
 * A process that makes one call of the service at its first argument, and says what came of it. With a second
 * argument it closes the client after so many milliseconds.
 */

const [baseUrl = '', patience] = process.argv.slice(2);
const client = createClient({
  baseUrl,
  session: fixedSession('token-1'),
  userAgent: 'blink/child',
  timeout: 30_000,
  retries: 0,
});
if (patience !== undefined) setTimeout(() => client.close(), Number(patience));
client
  .call(endpoints.taskStatus)
  .then(
    (value) => process.stdout.write(JSON.stringify(value)),
    (error) => process.stdout.write(error instanceof Error ? error.message : String(error)),
  )
  .then(() => client.close());
