import { expect, test } from "vitest";
import { isInside } from "../../src/automation/address-guard.ts";

test.each([
  "127.0.0.1",
  "10.1.2.3",
  "172.31.255.255",
  "192.168.0.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "::1",
  "::",
  "fe80::1",
  "fd00::1",
  "::ffff:10.0.0.1",
  "64:ff9b::a00:1",
  "not an address",
])("%s lies inside", (address) => {
  expect(isInside(address)).toBe(true);
});

test.each(["93.184.216.34", "172.32.0.1", "2606:2800:220:1::1", "::ffff:93.184.216.34"])(
  "%s lies outside",
  (address) => {
    expect(isInside(address)).toBe(false);
  },
);
