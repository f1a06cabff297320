import { isIP } from 'node:net';

/** Whether `text` is an address or a range of addresses (`10.0.0.0/8`). */
export function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

const name = /^(\*\.)?[a-z0-9_]+([.-]+[a-z0-9_]+)*$/i;

/** Whether `text` can stand in a list of hosts: a name, `*.` and a name for all below it, an address, a range. */
export function isHostEntry(text: string): boolean {
  return isAddressOrRange(text) || name.test(text);
}
