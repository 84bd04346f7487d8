import { dirname, join } from 'node:path';
import type { Inbox } from '../../inbox/inbox.ts';
import type { Context } from '../../session/context.ts';

/**
 * The events received for a profile and environment. Where no environment was chosen they have a
 * place of their own: whatever posts to this computer is not taken for production's.
 */
export async function openInbox(context: Pick<Context, 'folderFor' | 'settings'>): Promise<Inbox> {
  const { fileInbox } = await import('../../inbox/file-store/file-inbox.ts');
  return fileInbox(inboxFolder(context));
}

function inboxFolder({ folderFor, settings }: Pick<Context, 'folderFor' | 'settings'>): string {
  return join(folderFor(settings.environment?.value ?? 'no-environment'), 'inbox');
}

/** Where the secret is kept that Blink has to know to post events to a profile and environment. */
export function hookSecretFile(context: Pick<Context, 'folderFor' | 'settings'>): string {
  return join(dirname(inboxFolder(context)), 'webhook-secret');
}
