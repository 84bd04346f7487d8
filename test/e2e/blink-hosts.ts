import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import { listening } from '../blink/servers.ts';
import type { Answer, Received } from '../server.ts';
import { authority, cert, key } from './blink-certificates.ts';

/** The names that Blink answers at, ordering before logistics. */
export const blinkHosts = {
  production: ['api.blinkco.io', 'api.delivery.blinkco.io'],
  sandbox: ['stg-api.blinkco.io', 'stg-delivery.blinkco.io'],
} as const;

/** A request as one of Blink's hosts got it. */
export interface Visit extends Received {
  /** The host that the client asked for: in the tunnel's name, its TLS, and its request. */
  host: string;
}

export interface Hosts {
  /** The address of the proxy. */
  proxy: string;
  /** What makes the program go through the proxy and trust its authority. */
  env: NodeJS.ProcessEnv;
  /** What tunnels were asked for: `api.blinkco.io:443`. */
  tunnels: string[];
  visits: Visit[];
}

/**
 * Stands in for the internet, on this computer: a proxy that leads every tunnel to one server, which has a certificate
 * for all of Blink's names from an authority of its own.
 */
export async function hostsOfBlink(answer: (visit: Visit) => Answer): Promise<Hosts> {
  const visits: Visit[] = [];
  const server = createServer({ key, cert }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url: path = '', headers, socket } = request;
    const host = socket instanceof TLSSocket && socket.servername ? socket.servername : 'no name';
    const visit = { host, method, path, headers, body: Buffer.concat(chunks).toString() };
    visits.push(visit);
    const { status = 200, body = {} } = answer(visit);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  const port = await listening(server);
  const tunnels: string[] = [];
  const proxy = createProxy();
  proxy.on('connect', (request, socket) => {
    tunnels.push(request.url ?? '');
    const target = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
    target.on('error', () => socket.destroy()).pipe(socket);
    socket.on('error', () => target.destroy()).pipe(target);
  });
  const address = `http://127.0.0.1:${await listening(proxy)}`;
  return {
    proxy: address,
    env: { HTTPS_PROXY: address, NODE_EXTRA_CA_CERTS: authorityFile() },
    tunnels,
    visits,
  };
}

/** The file with the authority's certificate, as `NODE_EXTRA_CA_CERTS` wants it. */
function authorityFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'blink-authority-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'ca.pem');
  writeFileSync(path, authority);
  return path;
}
