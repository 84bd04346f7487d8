import { dirname, join } from 'node:path';
import type { Context } from '../../session/context.ts';

/**
 * The folder with the events received for a profile and environment. Where no environment was chosen they have a
 * folder of their own: whatever posts to this computer is not taken for production's.
 */
export function inboxFolder({ folderFor, settings }: Pick<Context, 'folderFor' | 'settings'>): string {
  return join(folderFor(settings.environment?.value ?? 'no-environment'), 'inbox');
}

/** Where the secret is kept that Blink has to know to post events to a profile and environment. */
export function hookSecretFile(context: Pick<Context, 'folderFor' | 'settings'>): string {
  return join(dirname(inboxFolder(context)), 'webhook-secret');
}
