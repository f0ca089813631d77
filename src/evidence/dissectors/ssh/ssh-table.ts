/** Messages that cross before encryption begins, by number (RFC 4250, 4.1.2). */
export const MESSAGES: Readonly<Record<number, { readonly name: string; readonly title: string }>> = {
  0: { name: 'BANNER', title: 'say version and software' },
  1: { name: 'DISCONNECT', title: 'disconnect' },
  2: { name: 'IGNORE', title: 'nothing' },
  3: { name: 'UNIMPLEMENTED', title: 'not understood' },
  4: { name: 'DEBUG', title: 'remark' },
  7: { name: 'EXT_INFO', title: 'extensions' },
  20: { name: 'KEXINIT', title: 'offer algorithms' },
  21: { name: 'NEWKEYS', title: 'encrypt from here on' },
  30: { name: 'KEX_30', title: 'exchange keys' },
  31: { name: 'KEX_31', title: 'exchange keys' },
  32: { name: 'KEX_32', title: 'exchange keys' },
  33: { name: 'KEX_33', title: 'exchange keys' },
  34: { name: 'KEX_34', title: 'exchange keys' },
}

/** Kinds of objects, by the number with which they are reported; the first eight are the lists of an offer (RFC 4253, 7.1). */
export const KINDS = [
  'key-exchange', 'host-key', 'cipher', 'cipher', 'mac', 'mac', 'compression', 'compression', 'weak-algorithm', 'reason',
] as const // biome-ignore format: a list

/** Algorithms that should not be offered any more (RFC 9142, 8332, 8758, 6151; NIST SP 800-131A). */
export const WEAK =
  /^(?:none|diffie-hellman-group1-sha1|diffie-hellman-group-exchange-sha1|rsa1024-sha1|ssh-dss|ssh-rsa|arcfour.*|des-cbc.*|3des-.*|blowfish-.*|cast128-.*|idea-.*|rc4.*|hmac-md5.*|hmac-sha1-96.*|hmac-ripemd160.*)$/

/** What a banner says of its sender beside the software itself. */
export const HINTS: readonly { readonly says: RegExp; readonly attribute: 'os' | 'make'; readonly value: string }[] = [
  { says: /OpenSSH_for_Windows/, attribute: 'os', value: 'Windows' },
  { says: /Debian/, attribute: 'os', value: 'Debian' },
  { says: /Ubuntu/, attribute: 'os', value: 'Ubuntu' },
  { says: /Raspbian/, attribute: 'os', value: 'Raspbian' },
  { says: /FreeBSD/, attribute: 'os', value: 'FreeBSD' },
  { says: /NetBSD/, attribute: 'os', value: 'NetBSD' },
  { says: /^ROSSSH/, attribute: 'os', value: 'RouterOS' },
  { says: /^Cisco-/, attribute: 'make', value: 'Cisco' },
  { says: /^Comware-/, attribute: 'os', value: 'Comware' },
  { says: /^HUAWEI/i, attribute: 'make', value: 'Huawei' },
  { says: /^lancom/i, attribute: 'make', value: 'LANCOM' },
  { says: /^Moxa/i, attribute: 'make', value: 'Moxa' },
  { says: /^NetScreen/, attribute: 'make', value: 'Juniper' },
  { says: /^(?:QNX|OpenSSH.*QNX)/, attribute: 'os', value: 'QNX' },
]
