import type { Context } from '../../session/context.ts';

const mostAttempts = 3;

/**
 * Asks for the password, and again where it was not accepted: a few times, for services lock accounts.
 * @param logIn gives the token for a password
 * @throws what `logIn` throws: at once where the password is not the reason, at last where it is
 */
export async function askUntilAccepted(
  { output, prompts }: Context,
  logIn: (password: string) => Promise<string>,
): Promise<{ password: string; token: string }> {
  const { BlinkError } = await import('../../blink/error.ts');
  for (let attempt = 1; ; attempt += 1) {
    const password = await prompts.password('Password:', { flag: '--password-stdin' });
    try {
      return { password, token: await logIn(password) };
    } catch (error) {
      const wrong = error instanceof BlinkError && error.kind === 'credentials';
      if (!wrong || attempt === mostAttempts) throw error;
      output.warn(`${error.message} Type the password again, or press Ctrl-C.`);
    }
  }
}
