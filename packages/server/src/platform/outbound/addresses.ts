import { BlockList, isIP } from 'node:net';

/** Networks that are not the public internet (IANA's special-purpose registries, RFC 6890 and later). */
const SPECIAL: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
];

const special = listOf(SPECIAL);

/** Whether a connection to the address leaves for the public internet. */
export function isPublicAddress(address: string): boolean {
  return !contains(special, plain(address));
}

/** What an operator allows beyond the public internet: host names and networks. */
export interface AllowedTargets {
  hasHost(name: string): boolean;
  hasAddress(address: string): boolean;
}

/** @param entries host names, addresses, or networks such as `10.0.0.0/8`; see `isTarget` */
export function allowTargets(entries: readonly string[]): AllowedTargets {
  const networks = entries.flatMap((entry) => {
    const [address = '', prefix] = entry.split('/');
    const version = isIP(address);
    if (version === 0) return [];
    return [[address, prefix === undefined ? (version === 4 ? 32 : 128) : Number(prefix)] as const];
  });
  const list = listOf(networks);
  const names = new Set(entries.map((entry) => entry.toLowerCase()));
  return {
    hasHost: (name) => names.has(name.toLowerCase()),
    hasAddress: (address) => contains(list, plain(address)),
  };
}

/** Whether a text names a host, an address, or a network. */
export function isTarget(text: string): boolean {
  return isNetwork(text) || /^[A-Za-z0-9_]([A-Za-z0-9_.-]*)$/.test(text);
}

/** Whether a text is an address, or a network such as `10.0.0.0/8`. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}

/** An IPv4 address inside an IPv6 one stands for itself: the two reach the same machine. */
function plain(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIP(bare) !== 6) return bare;
  // The URL parser writes every spelling of an address in one form.
  const canonical = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const mapped = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (!mapped) return canonical;
  const [high, low] = [mapped[1], mapped[2]].map((part) => Number.parseInt(part ?? '0', 16));
  return [(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8, (low ?? 0) & 255].join('.');
}

function listOf(networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) {
    list.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function contains(list: BlockList, address: string): boolean {
  const version = isIP(address);
  if (version === 0) return true;
  return list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}
