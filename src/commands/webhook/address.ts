import { CliError } from '../../errors.ts';
import { hookPath, hookSecret } from '../../inbox/receive/hook-secret.ts';
import { define } from '../shared/command.ts';
import { hookSecretFile } from '../shared/webhook-inbox.ts';
import { webAddress } from './shared/listen-flags.ts';

export default define(
  (command) =>
    command.argument('[base]', 'the address at which other computers reach the receiver', webAddress),
  ['blink webhook address https://orders.example.com --env production', 'blink webhook address --env local'],
  async (context, [base]) => {
    const { output } = context;
    const path = hookPath(await hookSecret(hookSecretFile(context), false));
    const address = base === undefined ? undefined : addressBelow(base, path);
    if (!output.forPeople) return output.json({ address: address ?? null, path });
    await output.data(`${address ?? path}\n`);
    output.note(
      address === undefined
        ? 'Give Blink the address of your server followed by this path. Who knows it can send you orders.'
        : 'Give Blink this address. Who knows it can send you orders.',
    );
  },
);

/** @throws CliError `usage` for an address with a query: the path would become a part of it */
function addressBelow(base: string, path: string): string {
  const { origin, pathname, search, hash } = new URL(base);
  if (search === '' && hash === '') return `${origin}${pathname.replace(/\/+$/, '')}${path}`;
  throw new CliError('usage', 'The address of the receiver has no "?" and no "#" in it.', {
    hint: 'For example: blink webhook address https://orders.example.com',
  });
}
