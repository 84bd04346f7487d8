import { BlockList, isIP } from 'node:net';

/**
 * Whether NO_PROXY names an address. Its entries, between commas or blanks, are
 * - `*`, for everything;
 * - a host name, which stands for the hosts below it too, with or without `.` or `*.` before it;
 * - an IP address, or a range of them in CIDR notation: `10.0.0.0/8`, `fd00::/8`.
 *
 * Any of them but a range may have a port. Names are not looked up: a range is for addresses that are given as numbers.
 */
export function goesDirect(url: URL, noProxy: string | undefined): boolean {
  const host = url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return (noProxy ?? '')
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some(
      (entry) => entry === '*' || (entry.includes('/') ? isInRange(host, entry) : isNamed(host, port, entry)),
    );
}

function isNamed(host: string, port: string, entry: string): boolean {
  const [, bracketed, plain, wanted] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
  // What has more than one colon, and no brackets, is an IPv6 address without a port.
  const name = (bracketed ?? plain ?? entry).replace(/^\*?\./, '').replace(/\.$/, '');
  if (wanted !== undefined && wanted !== port) return false;
  if (isIP(host) > 0) return isSameAddress(host, name);
  return host === name || host.endsWith(`.${name}`);
}

function isSameAddress(host: string, name: string): boolean {
  return isIP(name) > 0 && isInRange(host, `${name}/${isIP(name) === 6 ? 128 : 32}`);
}

function isInRange(host: string, range: string): boolean {
  const [, network = '', bits = ''] = /^\[?([^\]/]+)\]?\/(\d{1,3})$/.exec(range) ?? [];
  const [kind, most] = isIP(network) === 6 ? (['ipv6', 128] as const) : (['ipv4', 32] as const);
  if (isIP(network) === 0 || isIP(host) === 0 || Number(bits) > most) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), kind);
  return list.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}
