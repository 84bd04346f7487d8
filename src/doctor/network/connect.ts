import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, rootCertificates, type TLSSocket } from 'node:tls';
import { ProxyError } from '../../blink/wire/network.ts';
import { bareHost, portOf, type Route } from './route.ts';

/** Connects to the service, through a tunnel of the proxy where there is one. Rejects with the system's error. */
export function openWay({ url, proxy }: Route, signal: AbortSignal): Promise<Socket> {
  if (proxy) return openTunnel(url, proxy, signal);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: bareHost(url), port: portOf(url), signal });
    socket.on('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

function openTunnel(url: URL, proxy: URL, signal: AbortSignal): Promise<Socket> {
  const path = `${url.hostname}:${portOf(url)}`;
  const request = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const asked = request({
      ...{ host: bareHost(proxy), port: portOf(proxy), method: 'CONNECT', path, signal },
      ...{ headers: { host: path, ...authorisation(proxy) }, agent: false, rejectUnauthorized: true },
    });
    asked.on('error', (error) => reject(new ProxyError(error)));
    asked.once('connect', ({ statusCode }, socket: Socket) => {
      socket.on('error', reject);
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      // As undici words it, so that both are explained alike.
      reject(new Error(`Proxy response (${statusCode}) !== 200 when HTTP Tunneling`));
    });
    asked.end();
  });
}

function authorisation({ username, password }: URL): Record<string, string> {
  if (!username || !password) return {};
  const account = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(account).toString('base64')}` };
}

/**
 * Makes the connection secure, with a certificate that this computer trusts. Rejects with the error of TLS.
 * @param extraAuthorities false leaves those of NODE_EXTRA_CA_CERTS out, which Node has known since it began
 */
export function secured(socket: Socket, { url }: Route, extraAuthorities: boolean): Promise<TLSSocket> {
  const host = bareHost(url);
  return new Promise((resolve, reject) => {
    const secure = connectTls({
      ...{ socket, host, rejectUnauthorized: true },
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(extraAuthorities ? {} : { ca: [...rootCertificates] }),
    });
    secure.on('error', reject);
    secure.once('secureConnect', () => resolve(secure));
  });
}

/**
 * Asks for nothing but the head of the service's first page, without a credential.
 * @returns its `Date`, where it has one
 */
export function askTheTime(socket: Socket, { address }: Route): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({
      ...{ method: 'HEAD', path: `${address.prefix}/` },
      headers: { host: address.host, connection: 'close' },
      createConnection: () => socket,
    });
    asked.on('error', reject);
    asked.once('response', (answer) => {
      answer.resume();
      resolve(answer.headers.date);
    });
    asked.end();
  });
}
