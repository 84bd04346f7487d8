import { define } from './shared/command.ts';
import { chooseEnvironment, logIn } from './shared/log-in.ts';

export default define(
  (command) =>
    command
      .option('--username <name>', 'the user name that Blink gave you')
      .option('--password-stdin', 'read the password from standard input')
      .option('--token-stdin', 'read a token from standard input instead of logging in with a password')
      .option('--store-password', 'keep the password too, so that unattended runs can log in again')
      .option('--logistics', "store the token of Blink's logistics portal"),
  [
    'blink login',
    'blink login --env local --username demo',
    'printf %s "$PASSWORD" | blink login --env sandbox --username karachi-foods --password-stdin',
    'printf %s "$TOKEN" | blink login --env production --logistics --token-stdin',
  ],
  async (context, _, flags) => {
    await logIn(context, context.targetIn(await chooseEnvironment(context)), flags);
  },
);
