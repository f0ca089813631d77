/** The plant as a network of namespaces: segments with one switch each, hosts with fixed addresses, firewalls that route. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'

const PREFIX = 'cofrec-'

/** Segments: name, network, and the byte that keeps addresses of equal networks apart in MACs. */
export const SEGMENTS = {
  external: { net: '172.31.200', mark: 0 },
  business: { net: '10.20.0', mark: 0 },
  dmz: { net: '10.20.10', mark: 0 },
  operations: { net: '10.20.20', mark: 0 },
  control: { net: '10.20.21', mark: 0 },
  wireless: { net: '10.20.50', mark: 0 },
  engineering: { net: '10.20.60', mark: 0 },
  safety: { net: '10.20.40', mark: 0 },
  'cell-1': { net: '192.168.10', mark: 1 },
  'cell-2': { net: '192.168.10', mark: 2 },
}

const CELLS = ['10.20.31.0/24 via 10.20.20.251', '10.20.32.0/24 via 10.20.20.252', '10.20.40.0/24 via 10.20.20.253']

/** Hosts with one leg: name, segment, last byte. The gateway is the leg of the firewall that serves the segment. */
export const HOSTS = [
  ['vendor-laptop', 'external', 10],
  ['erp-server', 'business', 10],
  ['office-pc-1', 'business', 101],
  ['office-pc-2', 'business', 102],
  ['historian-mirror', 'dmz', 10],
  ['patch-server', 'dmz', 11],
  ['jump-host', 'dmz', 12],
  ['remote-gateway', 'dmz', 13],
  ['sw-core', 'operations', 2],
  ['scada-server', 'operations', 10],
  ['historian', 'operations', 11],
  ['eng-station', 'operations', 12],
  ['dc-ops', 'operations', 13],
  ['log-server', 'operations', 14],
  ['time-server', 'operations', 15],
  ['backup-server', 'operations', 16],
  ['op-station-1', 'control', 31],
  ['op-station-2', 'control', 32],
  ['ap-1', 'wireless', 2],
  ['tablet-1', 'wireless', 21],
  ['tablet-2', 'wireless', 22],
  ['agv-scanner', 'wireless', 31],
  ['eng-laptop', 'engineering', 21],
  ['safety-plc', 'safety', 11],
  ['sw-cell-1', 'cell-1', 2],
  ['plc-filler', 'cell-1', 11],
  ['plc-capper', 'cell-1', 12],
  ['hmi-filler', 'cell-1', 21],
  ['io-filler', 'cell-1', 31],
  ['drive-conveyor', 'cell-1', 41],
  ['sw-cell-2', 'cell-2', 2],
  ['plc-packer', 'cell-2', 11],
  ['plc-palletizer', 'cell-2', 12],
  ['hmi-packer', 'cell-2', 21],
  ['io-packer', 'cell-2', 31],
  ['drive-packer', 'cell-2', 41],
  ['unknown-laptop', 'cell-2', 77], // seeded: in no list, in no model
]

const GATEWAY = { dmz: 2, default: 1 }

/** Firewalls: legs (segment, last byte), routes, and the rules that are in force on them. */
export const FIREWALLS = {
  'fw-it': {
    legs: [
      ['external', 1],
      ['business', 1],
      ['dmz', 1],
    ],
    routes: ['default via 10.20.10.2'],
    rules: [
      'ip saddr 10.20.0.0/24 ip daddr 10.20.10.10 tcp dport 443 accept comment "business users and ERP read the mirror"',
      'ip saddr 172.31.200.0/24 ip daddr 10.20.10.13 tcp dport 443 accept comment "supplier to the remote access gateway"',
      'ip saddr 10.20.0.102 ip daddr 10.20.31.12 tcp dport 502 accept comment "counter spreadsheet, remove after go-live of the mirror (2024)"',
    ],
  },
  'fw-ot': {
    legs: [
      ['dmz', 2],
      ['operations', 1],
      ['control', 1],
      ['wireless', 1],
      ['engineering', 1],
    ],
    routes: [...CELLS, '10.20.0.0/24 via 10.20.10.1', '172.31.200.0/24 via 10.20.10.1'],
    rules: [
      'ip saddr 10.20.20.11 ip daddr 10.20.10.10 tcp dport 443 accept comment "historian replication, updates, supplier sessions"',
      'ip saddr 10.20.20.12 ip daddr 10.20.10.11 tcp dport 443 accept comment "historian replication, updates, supplier sessions"',
      'ip saddr 10.20.10.12 ip daddr 10.20.20.12 tcp dport 22 accept comment "historian replication, updates, supplier sessions"',
      'ip saddr 10.20.10.12 ip daddr 10.20.32.21 tcp dport 22 accept comment "historian replication, updates, supplier sessions"',
      'ip saddr 10.20.21.0/24 ip daddr 10.20.20.10 tcp dport 4840 accept comment "control room"',
      'ip saddr 10.20.21.0/24 ip daddr 10.20.20.13 tcp dport 636 accept comment "control room"',
      'ip saddr 10.20.21.0/24 ip daddr 10.20.20.15 udp dport 123 accept comment "control room"',
      'ip saddr 10.20.50.0/24 ip daddr 10.20.20.10 tcp dport 443 accept comment "tablets and scanner, management of the access point"',
      'ip saddr 10.20.20.14 ip daddr 10.20.50.2 udp dport 161 accept comment "tablets and scanner, management of the access point"',
      'ip saddr 10.20.60.21 ip daddr 10.20.31.11 tcp dport 102 accept comment "engineering laptop"',
      'ip saddr 10.20.0.102 ip daddr 10.20.31.12 tcp dport 502 accept comment "counter spreadsheet, remove after go-live of the mirror (2024)"',
    ],
  },
  'fw-cell-1': {
    legs: [
      ['operations', 251],
      ['cell-1', 1],
    ],
    routes: ['default via 10.20.20.1', ...CELLS.slice(1)],
    outside: '10.20.31.0/24',
    rules: [
      'ip saddr { 10.20.20.10, 10.20.20.12, 10.20.60.21 } ip daddr 192.168.10.11 tcp dport 102 accept',
      'ip saddr 10.20.20.10 ip daddr 192.168.10.12 tcp dport 502 accept',
      'ip saddr 192.168.10.2 ip daddr 10.20.20.14 udp dport 514 accept',
      'ip saddr 10.20.0.102 ip daddr 192.168.10.12 tcp dport 502 accept comment "counter spreadsheet, remove after go-live of the mirror (2024)"',
    ],
  },
  'fw-cell-2': {
    legs: [
      ['operations', 252],
      ['cell-2', 1],
    ],
    routes: ['default via 10.20.20.1', CELLS[0], CELLS[2]],
    outside: '10.20.32.0/24',
    rules: [
      'ip saddr { 10.20.20.10, 10.20.20.12 } ip daddr 192.168.10.11 tcp dport 502 accept',
      'ip saddr 10.20.20.10 ip daddr 192.168.10.12 tcp dport 102 accept',
      'ip saddr 10.20.10.12 ip daddr 192.168.10.21 tcp dport 22 accept',
      'ip saddr 192.168.10.2 ip daddr 10.20.20.14 udp dport 514 accept',
    ],
  },
  'fw-safety': {
    legs: [
      ['operations', 253],
      ['safety', 1],
    ],
    routes: ['default via 10.20.20.1', ...CELLS.slice(0, 2)],
    rules: ['ip saddr 10.20.20.10 ip daddr 10.20.40.11 tcp dport 502 accept'],
  },
}

/** Name of the namespace of a host, firewall or switch. */
export const ns = (name) => PREFIX + name

/** IPv4 address of a host by its name. */
export function ipOf(name) {
  const host = HOSTS.find(([id]) => id === name)
  if (!host) throw new Error(`no host ${name}`)
  return `${SEGMENTS[host[1]].net}.${host[2]}`
}

/** A locally administered MAC made of the address, with the mark of the segment in the second byte. */
function macOf(segment, last) {
  const { net, mark } = SEGMENTS[segment]
  return ['02', hex(mark), ...net.split('.').map(hex), hex(last)].join(':')
}
const hex = (n) => Number(n).toString(16).padStart(2, '0')

const run = (command, ...args) => execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString()
const ip = (...args) => run('ip', ...args)
const inside = (name, ...args) => run('ip', 'netns', 'exec', ns(name), ...args)

/** Builds everything; nothing speaks yet. */
export function build() {
  tearDown()
  for (const segment of Object.keys(SEGMENTS)) addSwitch(segment)
  for (const [name, segment, last] of HOSTS) {
    addNamespace(name)
    addLeg(name, 'eth0', segment, last)
    const gateway = `${SEGMENTS[segment].net}.${GATEWAY[segment] ?? GATEWAY.default}`
    inside(name, 'ip', 'route', 'add', 'default', 'via', gateway)
    if (segment === 'operations') for (const route of CELLS) inside(name, 'ip', 'route', 'add', ...route.split(' '))
    if (segment === 'dmz') {
      inside(name, 'ip', 'route', 'add', '10.20.0.0/24', 'via', '10.20.10.1')
      inside(name, 'ip', 'route', 'add', '172.31.200.0/24', 'via', '10.20.10.1')
    }
  }
  for (const [name, firewall] of Object.entries(FIREWALLS)) addFirewall(name, firewall)
}

function addNamespace(name) {
  ip('netns', 'add', ns(name))
  mkdirSync(`/etc/netns/${ns(name)}`, { recursive: true })
  writeFileSync(`/etc/netns/${ns(name)}/resolv.conf`, 'nameserver 127.0.0.1\n') // nobody asks the machine's own resolver
  for (const key of ['all', 'default']) inside(name, 'sysctl', '-qw', `net.ipv6.conf.${key}.disable_ipv6=1`)
  inside(name, 'ip', 'link', 'set', 'lo', 'up')
}

function addSwitch(segment) {
  const name = `sw.${segment}`
  addNamespace(name)
  inside(name, 'ip', 'link', 'add', 'br0', 'type', 'bridge', 'stp_state', '0', 'mcast_snooping', '0')
  for (const key of ['iptables', 'ip6tables', 'arptables']) {
    try {
      inside(name, 'sysctl', '-qw', `net.bridge.bridge-nf-call-${key}=0`)
    } catch {
      // The module that would send bridged frames through the packet filter is not loaded.
    }
  }
  inside(name, 'ip', 'link', 'set', 'br0', 'up')
}

let legs = 0
function addLeg(name, device, segment, last) {
  const port = `p${++legs}`
  const [here, there] = [`cofa${legs}`, `cofb${legs}`]
  const inSwitch = `sw.${segment}`
  ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there)
  ip('link', 'set', here, 'netns', ns(name), 'name', device, 'address', macOf(segment, last))
  ip('link', 'set', there, 'netns', ns(inSwitch), 'name', port)
  inside(inSwitch, 'ip', 'link', 'set', port, 'master', 'br0', 'up')
  inside(name, 'ip', 'addr', 'add', `${SEGMENTS[segment].net}.${last}/24`, 'dev', device)
  inside(name, 'ip', 'link', 'set', device, 'up')
  // Without this, frames would be recorded as the kernel hands them over: larger than a wire allows, checksums open.
  inside(name, 'ethtool', '-K', device, 'tx', 'off', 'rx', 'off', 'tso', 'off', 'gso', 'off', 'gro', 'off')
}

function addFirewall(name, { legs: its, routes, rules, outside }) {
  addNamespace(name)
  its.forEach(([segment, last], i) => addLeg(name, `eth${i}`, segment, last))
  inside(name, 'sysctl', '-qw', 'net.ipv4.ip_forward=1')
  for (const key of ['all', 'default']) inside(name, 'sysctl', '-qw', `net.ipv4.conf.${key}.send_redirects=0`)
  for (const route of routes) inside(name, 'ip', 'route', 'add', ...route.split(' '))
  const text = [
    'table inet filter {',
    '  chain forward {',
    '    type filter hook forward priority filter; policy drop;',
    '    ct state established,related accept',
    ...rules.map((rule) => `    ${rule}`),
    '  }',
    '}',
    ...(outside
      ? [
          'table ip nat {',
          '  chain prerouting {',
          '    type nat hook prerouting priority dstnat;',
          `    dnat ip prefix to ip daddr map { ${outside} : 192.168.10.0/24 }`,
          '  }',
          '  chain postrouting {',
          '    type nat hook postrouting priority srcnat;',
          `    oifname eth0 snat ip prefix to ip saddr map { 192.168.10.0/24 : ${outside} }`,
          '  }',
          '}',
        ]
      : []),
  ].join('\n')
  execFileSync('ip', ['netns', 'exec', ns(name), 'nft', '-f', '-'], { input: `${text}\n` })
}

/** The rules in force on a firewall, as the firewall itself lists them. */
export const ruleset = (name) => inside(name, 'nft', 'list', 'ruleset')

/** Removes every namespace of this recording; processes in them have been ended before. */
export function tearDown() {
  const names = ip('netns', 'list')
    .split('\n')
    .map((line) => line.split(' ')[0])
    .filter((name) => name.startsWith(PREFIX))
  for (const name of names) {
    ip('netns', 'del', name)
    rmSync(`/etc/netns/${name}`, { recursive: true, force: true })
  }
}
