import { dirname, join } from 'node:path';
import type { Context } from '../../session/context.ts';
import { jobFolder } from '../../session/paths.ts';

/**
 * The folder with the events received for a profile and environment. Where no environment was chosen they have a
 * folder of their own: whatever posts to this computer is not taken for production's.
 */
export function inboxFolder({ folders, settings }: Pick<Context, 'folders' | 'settings'>): string {
  const environment = settings.environment?.value ?? 'no-environment';
  return join(jobFolder(folders.state, settings.profile.value, environment), 'inbox');
}

/** Where the secret is kept that Blink has to know to post events to a profile and environment. */
export function hookSecretFile(context: Pick<Context, 'folders' | 'settings'>): string {
  return join(dirname(inboxFolder(context)), 'webhook-secret');
}
