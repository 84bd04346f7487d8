import { expect, test } from 'vitest';
import { BlinkError } from '../../../src/blink/error.ts';
import { explain, ProxyError } from '../../../src/blink/wire/network.ts';

import { inWords } from '../../../src/words.ts';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

test.each<[Error | undefined, sent: boolean, what: RegExp, lasting: boolean]>([
  [withCode('ECONNREFUSED'), false, /^nothing answers at this address \(ECONNREFUSED\)$/, false],
  [
    new AggregateError([withCode('ENETUNREACH')]),
    false,
    /does not lead to this address \(ENETUNREACH\)$/,
    false,
  ],
  [new Error('x', { cause: withCode('EAI_AGAIN') }), false, /could not be looked up/, false],
  [withCode('UND_ERR_CONNECT_TIMEOUT'), false, /^no connection came about in time/, false],
  [withCode('ETIMEDOUT'), true, /^the connection broke before an answer came \(ETIMEDOUT\)$/, false],
  [withCode('ECONNRESET'), true, /^the connection broke/, false],
  [new Error('x'), true, /^the connection broke before an answer came$/, false],
  [undefined, true, /^the connection broke before an answer came$/, false],
  [withCode('HPE_INVALID_CONSTANT'), true, /is not HTTP/, false],
  [withCode('CERT_HAS_EXPIRED'), false, /not valid today/, true],
  [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), false, /for another host/, true],
  [withCode('SELF_SIGNED_CERT_IN_CHAIN'), false, /authority this computer does not trust/, true],
  [withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), false, /authority this computer does not trust/, true],
  [withCode('ERR_SSL_WRONG_VERSION_NUMBER'), false, /no secure connection/, true],
  [new ProxyError(withCode('ECONNREFUSED')), false, /^the proxy gave no answer \(ECONNREFUSED\)$/, false],
  [new ProxyError(withCode('CERT_HAS_EXPIRED')), false, /^the proxy gave no answer/, true],
  [new Error('Proxy response (403) !== 200 when HTTP Tunneling'), false, /^the proxy answered 403$/, true],
  [new Error('Proxy response (503) !== 200 when HTTP Tunneling'), false, /^the proxy answered 503$/, false],
])('%o, sent: %s', (error, sent, what, lasting) => {
  const trouble = explain({ error, sent });
  expect(trouble).toMatchObject({ what: expect.stringMatching(what), lasting });
  expect(inWords(new BlinkError('unreachable', 'x', { reason: trouble.reason })).hint).toMatch(/\.$/);
});
