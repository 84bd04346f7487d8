import { version } from '../version.ts';
import { type Check, failed, ok } from './check.ts';

/** The oldest Node that blink runs on. */
const oldest = '20.18.1';

export const nodeCheck: Check = {
  id: 'node',
  title: 'Node',
  look: ({ platform }) => verdictOn(process.versions.node, platform),
};

export function verdictOn(node: string, platform: NodeJS.Platform) {
  const detail = `${node} on ${platform}, with blink ${version}`;
  if (!isOlder(node, oldest)) return ok(detail);
  return failed(
    `${detail}, which needs ${oldest} or newer`,
    'Install a newer one: https://nodejs.org/en/download',
  );
}

function isOlder(version: string, than: string): boolean {
  const [numbers, others] = [version, than].map((text) =>
    text.split('.').map((part) => Number.parseInt(part, 10)),
  );
  for (const [i, other] of (others ?? []).entries()) {
    const number = numbers?.[i] ?? 0;
    if (number !== other) return number < other;
  }
  return false;
}
