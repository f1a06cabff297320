import { isAddressOrRange } from '@/lib/host-entry';
import { addressSet, isPublicAddress, plainAddress } from './addresses';

/** Lists of host names (`api.example.com`, `*.example.com`), addresses and ranges (`10.0.0.0/8`). */
export type EgressLists = {
  /** When there is any, nothing else may be reached. */
  allow: readonly string[];
  deny: readonly string[];
  /** What may be reached although it is not public. For the operator only: it opens the inside of their network. */
  internal: readonly string[];
};

export type EgressPolicy = {
  /** Why this host, which has these addresses, may not be reached; null when it may. */
  refusal(host: string, addresses: readonly string[]): string | null;
};

type HostList = { hasName(name: string): boolean; hasAddress(address: string): boolean; isEmpty: boolean };

function hostList(entries: readonly string[]): HostList {
  const ranges = addressSet(entries.filter(isAddressOrRange));
  const names = entries.filter((entry) => !isAddressOrRange(entry)).map((entry) => entry.toLowerCase());
  return {
    isEmpty: entries.length === 0,
    hasName: (name) =>
      names.some((entry) => (entry.startsWith('*.') ? name.endsWith(entry.slice(1)) : name === entry)),
    hasAddress: (address) => ranges.has(address),
  };
}

/** Host names are compared in lower case and without the dot that may end them. */
function plainName(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

/** Which hosts may be reached. All addresses of a name must pass: one bad answer among good ones is an attack. */
export function egressPolicy(lists: EgressLists): EgressPolicy {
  const [allow, deny, internal] = [hostList(lists.allow), hostList(lists.deny), hostList(lists.internal)];
  return {
    refusal(host, addresses) {
      const name = plainAddress(host) ?? plainName(host);
      if (addresses.length === 0) return `${name} has no address.`;
      if (deny.hasName(name) || addresses.some(deny.hasAddress))
        return `${name} is on the list of hosts that may not be called.`;
      if (!allow.isEmpty && !allow.hasName(name) && !addresses.every(allow.hasAddress))
        return `${name} is not on the list of hosts that may be called.`;
      if (internal.hasName(name)) return null;
      const inside = addresses.find((address) => !isPublicAddress(address) && !internal.hasAddress(address));
      return inside === undefined ? null : `${name} is not a public address.`;
    },
  };
}
