import type { StoredEvent } from '../../webhook/inbox.ts';
import { readEventJson } from '../../webhook/classify.ts';

/** An event as scripts are given it. `event` is the body as JSON, null where it is none. */
export interface EventRecord {
  id: string;
  receivedAt: string;
  kind: StoredEvent['kind'];
  key: string | null;
  branch: string | null;
  duplicateOf?: string;
  why?: string;
  event: unknown;
}

export function eventRecord({
  id,
  receivedAt,
  kind,
  key,
  branch,
  duplicateOf,
  why,
  body,
}: StoredEvent): EventRecord {
  const read = readEventJson(body);
  return {
    ...{ id, receivedAt, kind, key, branch },
    ...(duplicateOf !== undefined && { duplicateOf }),
    ...(why !== undefined && { why }),
    event: 'value' in read ? read.value : null,
  };
}
