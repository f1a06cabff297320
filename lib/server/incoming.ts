import type { IncomingMessage } from 'node:http';
import { addressHeader } from '@/lib/http/request-context';

// Headers by which Next's parts talk to each other, and by which a caller could skip its checks (CVE-2025-29927).
const internal =
  /^(x-middleware-|x-invoke-|x-now-route-matches$|x-matched-path$|x-nextjs-data$|next-resume$|x-next-resume-)/;
const overwritten = new Set([
  addressHeader,
  'content-security-policy',
  'content-security-policy-report-only',
  'forwarded',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
]);

/**
 * Drops and sets headers in both forms that Node keeps: Next reads `headers`, the Hono adapter reads `rawHeaders`.
 */
export function setHeaders(req: IncomingMessage, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) {
    req.headers[name] = value;
    req.rawHeaders.push(name, value);
  }
}

const isUnwanted = (name: string) => internal.test(name) || overwritten.has(name) || name === 'host';

/** Names as callers write them and what they are once unwanted ones are known; few, for callers can make up any. */
const verdicts = new Map<string, { name: string; unwanted: boolean }>();
const mostVerdicts = 500;

function verdictOf(written: string): { name: string; unwanted: boolean } {
  const known = verdicts.get(written);
  if (known) return known;
  const name = written.toLowerCase();
  const verdict = { name, unwanted: isUnwanted(name) };
  if (verdicts.size < mostVerdicts) verdicts.set(written, verdict);
  return verdict;
}

function dropUnwanted(req: IncomingMessage): void {
  const raw = req.rawHeaders;
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [written = '', value = ''] = [raw[index], raw[index + 1]];
    const { name, unwanted } = verdictOf(written);
    if (unwanted) delete req.headers[name];
    else kept.push(written, value);
  }
  req.rawHeaders = kept;
}

/**
 * The caller's address: the socket's, or what the outermost of `proxies` trusted reverse proxies saw. Entries further
 * left in X-Forwarded-For are whatever the caller wrote.
 */
export function callerAddress(req: IncomingMessage, proxies: number): string {
  const socket = req.socket.remoteAddress ?? '';
  const forwarded = String(req.headers['x-forwarded-for'] ?? '').split(',');
  const seen =
    proxies > 0
      ? forwarded
          .map((part) => part.trim())
          .filter(Boolean)
          .at(-proxies)
      : undefined;
  return (seen ?? socket).replace(/^::ffff:(?=\d+\.)/, '');
}

/**
 * Makes the function that readies a request to be handed on: nothing stays in it that only we may say, and its host is
 * the public address, so that no page or redirect is ever built from what a caller wrote.
 */
export function requestCleaner(options: {
  publicUrl: string;
  proxies: number;
}): (req: IncomingMessage) => void {
  const { host, protocol } = new URL(options.publicUrl);
  const proto = protocol.slice(0, -1);
  return (req) => {
    const address = callerAddress(req, options.proxies);
    dropUnwanted(req);
    setHeaders(req, { host, [addressHeader]: address, 'x-forwarded-host': host, 'x-forwarded-proto': proto });
  };
}
