import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Addresses that are not out on the Internet: this machine, private networks, link-local ones with their metadata servers. */
const inside = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  inside.addSubnet(net, bits, "ipv4");
}
for (const [net, bits] of [
  ["::", 127],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  inside.addSubnet(net, bits, "ipv6");
}

/** Whether an address lies inside; what is no address does, too, so that nothing slips through unread. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const version = isIP(plain);
  return version === 0 || inside.check(plain, version === 4 ? "ipv4" : "ipv6");
}

/**
 * Resolves a host and refuses it when any of its addresses lies inside. The connection is made to the addresses that were
 * judged, so that a name cannot point elsewhere a moment later.
 */
export const lookupOutside: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const [first] = addresses;
    if (first === undefined || addresses.some(({ address }) => isInside(address))) {
      return callback(new PrivateAddress(host), []);
    }
    if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

/** A host that was not allowed to lie inside does. */
export class PrivateAddress extends Error {
  override readonly name = "PrivateAddress";
  readonly code = "private_address";

  constructor(host: string) {
    super(`${host} leads to a private address`);
  }
}
