import { define } from '../command.ts';

export default define(
  (command) => command,
  ['blink orders watch --env local'],
  async () => {},
);
