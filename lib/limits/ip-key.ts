import { isIPv6 } from 'node:net';

/** What one caller's addresses have in common: an IPv4 address, or the /64 that one IPv6 customer has whole. */
export function ipKey(ip: string | undefined): string {
  if (ip === undefined || ip === '') return 'unknown';
  const plain = ip.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%', 1)[0]?.split('::') ?? [];
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}
