import { readBody } from '../../../inbox/classify/body.ts';
import type { StoredEvent } from '../../../inbox/event.ts';

/** An event as scripts are given it. `event` is the body as JSON, also where it was a form; null where it is neither. */
export interface EventRecord {
  id: string;
  receivedAt: string;
  kind: StoredEvent['kind'];
  key: string | null;
  branch: string | null;
  duplicateOf?: string;
  why?: string;
  notes?: readonly string[];
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
  notes,
  body,
}: StoredEvent): EventRecord {
  const read = readBody(body);
  return {
    ...{ id, receivedAt, kind, key, branch },
    ...(duplicateOf !== undefined && { duplicateOf }),
    ...(why !== undefined && { why }),
    ...(notes !== undefined && { notes }),
    event: 'value' in read ? read.value : null,
  };
}
