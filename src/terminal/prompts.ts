import { CliError, messageOf } from '../errors.ts';
import type { Io } from '../io.ts';
import { cleanText } from './clean.ts';

/** Questions to the person at the terminal. Each says which flag answers it where there is nobody to ask. */
export interface Prompts {
  /** True when somebody can be asked: both ends are a terminal, no CI is running, and nobody said --no-input. */
  possible: boolean;
  confirm(message: string, options: { flag: string; default: boolean }): Promise<boolean>;
  /** @param options `accept` throws what is wrong with an answer; the question is then asked again */
  text(message: string, options: { flag: string; accept?: (text: string) => unknown }): Promise<string>;
  password(message: string, options: { flag: string }): Promise<string>;
  choose<T extends string>(
    message: string,
    options: {
      flag: string;
      choices: readonly { value: T; name: string; description?: string }[];
      default?: T;
    },
  ): Promise<T>;
}

/** Prompts on a terminal. Every one is loaded when it is asked. @param allowed whether any may be */
export function createPrompts({ stdin, stderr, env }: Io, signal: AbortSignal, allowed: boolean): Prompts {
  const possible = allowed && stdin.isTTY === true && stderr.isTTY === true && !env.CI;
  const streams = { input: stdin, output: stderr, signal };

  async function ask<T>(flag: string, question: () => Promise<T>): Promise<T> {
    if (!possible) {
      const why = allowed ? 'There is no terminal to ask for it' : 'With --no-input it is not asked for';
      const other = allowed ? 'run the command on a terminal' : 'leave out --no-input';
      throw new CliError('usage', `Missing: ${flag}. ${why}.`, { hint: `Give it as a flag, or ${other}.` });
    }
    try {
      return await question();
    } catch (cause) {
      // Ctrl-C in a prompt closes it.
      if (cause instanceof Error && cause.name.endsWith('PromptError')) {
        throw new CliError('declined', 'Stopped. Nothing was sent.', { cause });
      }
      throw cause;
    }
  }

  return {
    possible,
    confirm: (message, { flag, default: answer }) =>
      ask(flag, async () => {
        const { confirm } = await import('@inquirer/prompts');
        return confirm({ message: cleanText(message), default: answer }, streams);
      }),
    text: (message, { flag, accept = () => {} }) =>
      ask(flag, async () => {
        const { input } = await import('@inquirer/prompts');
        const validate = (text: string) =>
          text.trim() === '' ? 'Please type something.' : complaint(accept, text);
        return input({ message: cleanText(message), validate }, streams);
      }),
    password: (message, { flag }) =>
      ask(flag, async () => {
        const { password } = await import('@inquirer/prompts');
        const required = (value: string) => value !== '' || 'Please type it.';
        return password({ message: cleanText(message), mask: '•', validate: required }, streams);
      }),
    choose: (message, { flag, choices, default: answer }) =>
      ask(flag, async () => {
        const { select } = await import('@inquirer/prompts');
        return select(
          {
            message: cleanText(message),
            choices: choices.map((choice) => ({
              ...choice,
              name: cleanText(choice.name),
              ...(choice.description !== undefined && { description: cleanText(choice.description) }),
            })),
            ...(answer === undefined ? {} : { default: answer }),
          },
          streams,
        );
      }),
  };
}

function complaint(accept: (text: string) => unknown, text: string): true | string {
  try {
    accept(text);
    return true;
  } catch (error) {
    return messageOf(error);
  }
}
