import { readFileSync } from 'node:fs';
import { ownAddress } from '../../session/target/addresses.ts';
import { shellWord } from '../../shell-word.ts';
import { type Check, failed, ok, warning } from '../check.ts';
import { routeTo } from './route.ts';

/** What the variables say of proxies, whichever environment is chosen. */
export const proxyCheck: Check = {
  id: 'proxy',
  title: 'Proxy',
  look({ env }) {
    const { proxy } = routeTo(ownAddress('ordering', 'production') ?? '', env);
    return ok(proxy ? `${proxy.protocol}//${proxy.host}` : 'none for Blink');
  },
};

/** What the variables say of certificates. Node itself passes over a file that it cannot use. */
export const authoritiesCheck: Check = {
  id: 'authorities',
  title: 'Certificate authorities',
  look({ env }) {
    if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
      return warning(
        'NODE_TLS_REJECT_UNAUTHORIZED is set; blink checks certificates all the same',
        'unset NODE_TLS_REJECT_UNAUTHORIZED',
      );
    }
    const file = env.NODE_EXTRA_CA_CERTS;
    if (!file) return ok("Node's own");
    const content = contentOf(file);
    if (content === undefined) {
      return failed(
        `NODE_EXTRA_CA_CERTS: ${file} can't be read`,
        'unset NODE_EXTRA_CA_CERTS   # or name a file that your user may read',
      );
    }
    if (/-----BEGIN [A-Z ]*CERTIFICATE-----/.test(content)) return ok(`Node's own, and those in ${file}`);
    return failed(
      `NODE_EXTRA_CA_CERTS: ${file} holds no certificate as PEM text`,
      `openssl x509 -inform der -in ${shellWord(file)} -out ca.pem && export NODE_EXTRA_CA_CERTS="$PWD/ca.pem"`,
    );
  },
};

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
