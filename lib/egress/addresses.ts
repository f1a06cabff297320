import { BlockList, isIP } from 'node:net';
import { isAddressOrRange } from '@/lib/host-entry';

/** IPv4 ranges that are not the public internet (IANA special-purpose registry, RFC 6890), multicast among them. */
const specialIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];

/** Of IPv6 only global unicast is public, and of that not what tunnels or documents: it may embed any IPv4 address. */
const globalIpv6 = '2000::/3';
const specialIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** Addresses and ranges (`10.0.0.0/8`), to ask whether an address is among them. */
export type AddressSet = { has(address: string): boolean };

/** An address without brackets or zone; an IPv4 address that is written as IPv6 is that IPv4 address. */
export function plainAddress(text: string): string | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([0-9a-f]{1,4}):([0-9a-f]{1,4}))$/i.exec(bare);
  if (mapped?.[1] && isIP(mapped[1])) return mapped[1];
  if (mapped?.[2] && mapped[3]) {
    const [high, low] = [Number.parseInt(mapped[2], 16), Number.parseInt(mapped[3], 16)];
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  return isIP(bare) ? bare : null;
}

/** Throws a TypeError for an entry that is no address and no range. */
export function addressSet(entries: readonly string[]): AddressSet {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const entry of entries) {
    if (!isAddressOrRange(entry)) throw new TypeError(`${entry} is no address and no range of addresses.`);
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) lists[family].addAddress(address, family);
    else lists[family].addSubnet(address, Number(bits), family);
  }
  return {
    has(text) {
      const address = plainAddress(text);
      if (address === null) return false;
      const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
      return lists[family].check(address, family);
    },
  };
}

const special = addressSet([...specialIpv4, ...specialIpv6]);
const global = addressSet([globalIpv6]);

/** Whether an address is one of the public internet. Whatever is not known to be is not. */
export function isPublicAddress(text: string): boolean {
  const address = plainAddress(text);
  if (address === null || special.has(address)) return false;
  return isIP(address) === 4 || global.has(address);
}
