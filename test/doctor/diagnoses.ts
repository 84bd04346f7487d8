import type { Diagnosis } from '../../src/doctor/check.ts';
import { blink } from '../front-door.ts';

/** What `blink doctor` finds, by the id of each check, and how it ends. */
export async function diagnosesOf(env: NodeJS.ProcessEnv, line = 'doctor') {
  const { code, out, err } = await blink(`${line} --json`, { env });
  const { checks, ok }: { checks: Diagnosis[]; ok: boolean } = JSON.parse(out);
  const found = new Map(checks.map((diagnosis) => [diagnosis.id, diagnosis]));
  return { code, ok, err, found, of: (id: string) => found.get(id), text: out };
}
