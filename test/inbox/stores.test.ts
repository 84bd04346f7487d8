import { fileInbox } from '../../src/inbox/file-store/file-inbox.ts';
import { inboxContract } from './contract.ts';
import { emptyInbox } from './events.ts';
import { memoryInbox } from './memory-inbox.ts';

inboxContract('files', (now) => fileInbox(emptyInbox(), now));
inboxContract('memory', memoryInbox);
