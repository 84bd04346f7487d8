import { describe, expect, it } from 'vitest';
import { addressOf, pathOf, shownAddress } from '../../../src/blink/wire/address.ts';

describe('a base address', () => {
  it('is taken apart', () => {
    expect(addressOf('https://user:secret@api.blinkco.io:8443/blink//?x=1#y')).toEqual({
      origin: 'https://api.blinkco.io:8443',
      host: 'api.blinkco.io:8443',
      prefix: '/blink',
      loopback: false,
    });
  });

  it.each([
    ['http://127.0.0.1:4010', true],
    ['http://127.1.20.255', true],
    ['http://[::1]:80', true],
    ['http://localhost', true],
    ['http://till.localhost', true],
    ['http://127.0.0.1.example.com', false],
    ['http://mylocalhost', false],
    ['http://localhost.example.com', false],
    ['http://x127.0.0.1.nip.io', false],
    ['https://api.blinkco.io', false],
  ])('%s is this computer: %s', (url, loopback) => {
    expect(addressOf(url).loopback).toBe(loopback);
  });

  it.each(['', 'api.blinkco.io', 'ftp://api.blinkco.io', 'file:///etc/passwd', 'javascript:1', '/path'])(
    'is not "%s"',
    (url) => {
      expect(() => addressOf(url)).toThrow('not a web address');
    },
  );

  it.each([
    ['/interface/v1/branches', '/blink/interface/v1/branches?page=2'],
    ['interface/v1/branches', '/blink/interface/v1/branches?page=2'],
    ['//evil.example.com/x', '/blink/evil.example.com/x?page=2'],
    ['https://evil.example.com/x', '/blink/https://evil.example.com/x?page=2'],
  ])('keeps the host, whatever the path: %s', (path, expected) => {
    expect(pathOf(addressOf('https://api.blinkco.io/blink'), path, { page: 2 })).toBe(expected);
  });

  it('is shown without secrets', () => {
    const address = addressOf('https://api.blinkco.io');
    const path = '/x?page=1&access_token=abc&apikey=abc&api_key=abc&PASSWORD=abc&sig=1';
    expect(shownAddress(address, path)).toBe(
      'https://api.blinkco.io/x?page=1&access_token=***&apikey=***&api_key=***&PASSWORD=***&sig=1',
    );
  });
});
