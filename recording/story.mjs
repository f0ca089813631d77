/** What every device serves and asks while the plant is recorded, and what happens that nobody declared. */
import { ipOf } from './network.mjs'

const FILLER = '10.20.31.11' // as operations see it; 192.168.10.11 inside the cell
const CAPPER = '10.20.31.12'
const PACKER = '10.20.32.11'
const PALLETIZER = '10.20.32.12'

const acme = (name, serial, firmware) => ({
  order: 'ACM 7150-2CP14-0AB0',
  name,
  module: 'PX-15',
  maker: 'Acme',
  serial,
  firmware,
})
const modbus = (vendor, code, revision, name, model) => ({
  modbus: { identity: { 0: vendor, 1: code, 2: revision, 3: 'https://example.invalid', 4: name, 5: model } },
})
const globex = (revision, name) => modbus('Globex Automation', 'GC-200', revision, name, 'GC-200 controller')

const scadaFolder = (folder, name) => `${folder}/${name}`

/** Processes of our own that run all the time: name of the device and what it does. */
export const devices = (folder) => ({
  'plc-filler': { serve: { s7: acme('FILLER', 'S AC-150-000117', [2, 9, 4]) } },
  'plc-palletizer': { serve: { s7: acme('PALLETIZER', 'S AC-150-000203', [2, 9, 6]) } },
  'plc-capper': {
    serve: globex('3.1.2', 'CAPPER'), // seeded: the model says 3.2.0
    ask: [
      polls('io-filler', 700, [read('read-inputs', 0, 16), write('write-coils', 16, 8)]),
      polls('drive-conveyor', 1000, [read('read-holding', 0, 4), write('write-register', 2)]),
    ],
  },
  'plc-packer': {
    serve: globex('3.2.0', 'PACKER'),
    ask: [
      polls('io-packer', 700, [read('read-inputs', 0, 16), write('write-coils', 16, 8)]),
      polls('drive-packer', 1000, [read('read-holding', 0, 4), write('write-register', 2)]),
    ],
  },
  'safety-plc': { serve: modbus('Initech Safety', 'SP-3', '1.4.0', 'LINE SAFETY', 'SP-3 safety controller') },
  'io-filler': { serve: modbus('Globex Automation', 'RIO-16', '1.0.7', 'IO FILLER', 'RIO-16 remote I/O') },
  'io-packer': { serve: modbus('Globex Automation', 'RIO-16', '1.0.7', 'IO PACKER', 'RIO-16 remote I/O') },
  'drive-conveyor': { serve: modbus('Gizmonic Drives', 'GD-7', '5.03', 'CONVEYOR', 'GD-7 drive') },
  'drive-packer': { serve: modbus('Gizmonic Drives', 'GD-7', '5.03', 'PACKER FEED', 'GD-7 drive') },
  'hmi-filler': {
    ask: [
      s7(ipOf('plc-filler'), [every(1000, { do: 'read', block: 1 }), every(6000, { do: 'write', block: 2 })]),
      modbusTo(ipOf('plc-capper'), [every(1500, read('read-holding', 0, 12))]),
    ],
  },
  'hmi-packer': {
    ask: [
      modbusTo(ipOf('plc-packer'), [
        every(1000, read('read-holding', 0, 12)),
        every(6000, write('write-register', 20)),
      ]),
      s7(ipOf('plc-palletizer'), [every(1500, { do: 'read', block: 1 })]),
    ],
  },
  'scada-server': {
    serve: {
      'opc-ua': {
        host: ipOf('scada-server'),
        folder: scadaFolder(folder, 'scada-server'),
        product: {
          productName: 'LineView',
          productUri: 'urn:initech:lineview',
          manufacturerName: 'Initech Software',
          softwareVersion: '7.2.1',
          buildNumber: '7210',
          buildDate: new Date('2026-03-01T00:00:00Z'),
        },
      },
    },
    ask: [
      s7(FILLER, [
        { do: 'identify' },
        every(1000, { do: 'read', block: 1, size: 64 }),
        every(9000, { do: 'write', block: 10, size: 16 }),
      ]),
      s7(PALLETIZER, [{ do: 'identify' }, every(1000, { do: 'read', block: 1, size: 64 })]),
      modbusTo(CAPPER, [
        { do: 'identify' },
        every(1000, read('read-holding', 0, 20)),
        every(8000, write('write-registers', 100, 4)),
      ]),
      modbusTo(PACKER, [
        { do: 'identify' },
        every(1000, read('read-holding', 0, 20)),
        every(8000, write('write-registers', 100, 4)),
      ]),
      modbusTo(ipOf('safety-plc'), [{ do: 'identify' }, every(2000, read('read-input-registers', 0, 8))]),
    ],
  },
  historian: { ask: [opcUa(folder, 'historian', 1000)] },
  'op-station-1': { ask: [opcUa(folder, 'op-station-1', 2000)] },
  'op-station-2': { ask: [opcUa(folder, 'op-station-2', 2000)] },
})

/** Devices of our own that appear once: seconds after the start, name, what it does. */
export const VISITS = [
  {
    at: 14,
    name: 'eng-station',
    ask: [
      s7(FILLER, [{ do: 'identify' }, { do: 'status' }, { do: 'blocks' }]),
      modbusTo(PACKER, [{ do: 'identify' }, read('read-holding', 0, 20)]),
    ],
  },
  {
    at: 22,
    name: 'eng-laptop',
    ask: [s7(FILLER, [{ do: 'identify' }, { do: 'blocks' }, { do: 'download', block: 20 }])],
  },
  {
    at: 30, // seeded: reads the capper from the office, past the DMZ
    name: 'office-pc-2',
    ask: [
      modbusTo(
        CAPPER,
        Array.from({ length: 6 }, () => ({ ...read('read-holding', 0, 20), pause: 2000 })),
      ),
    ],
  },
  {
    at: 36, // seeded: stops, loads and starts the palletizer, and writes a register of the packer
    name: 'unknown-laptop',
    ask: [
      s7(ipOf('plc-palletizer'), [
        { do: 'identify' },
        { do: 'blocks', pause: 1000 },
        { do: 'stop', pause: 1500 },
        { do: 'download', block: 31, pause: 1000 },
        { do: 'start' },
      ]),
      { ...modbusTo(ipOf('plc-packer'), [read('read-holding', 0, 10), write('write-register', 40)]), after: 6000 },
    ],
  },
]

const LOG = ipOf('log-server')
const TIME = ipOf('time-server')
const SCADA = ipOf('scada-server')
const MIRROR = ipOf('historian-mirror')

const web = (host, path, ...more) => [
  'curl',
  '-sk',
  '--max-time',
  '5',
  '-o',
  '/dev/null',
  ...more,
  `https://${host}${path}`,
]
const log = (name, text) => [
  'logger',
  '-n',
  LOG,
  '-P',
  '514',
  '-d',
  '--rfc5424=notq',
  '-t',
  name,
  '-p',
  'daemon.info',
  text,
]
// -Q: asks and prints, never sets a clock
const time = (folder, who) => [
  'chronyd',
  '-Q',
  '-t',
  '4',
  '-u',
  'root',
  `server ${TIME} iburst maxsamples 1`,
  'cmdport 0',
  `pidfile ${folder}/time-${who}.pid`,
]
const snmp = (host) =>
  ['snmpget', '-v3', '-l', 'authPriv', '-u', 'nms', '-a', 'SHA', '-A', 'riverside-auth', '-x', 'AES', '-X', 'riverside-priv', '-t', '2', '-r', '1', host, 'SNMPv2-MIB::sysUpTime.0', '1.3.6.1.2.1.1.5.0']
    .map((word) => (word === 'SNMPv2-MIB::sysUpTime.0' ? '1.3.6.1.2.1.1.3.0' : word)) // biome-ignore format: a command
const login = (folder, host, ...command) =>
  ['ssh', '-i', `${folder}/ssh/client`, '-o', 'StrictHostKeyChecking=no', '-o', `UserKnownHostsFile=${folder}/ssh/known`, '-o', 'LogLevel=ERROR', '-o', 'BatchMode=yes', `root@${host}`, ...command] // biome-ignore format: a command
const directory = [
  'ldapwhoami',
  '-x',
  '-H',
  `ldaps://${ipOf('dc-ops')}`,
  '-D',
  'cn=reader,dc=riverside,dc=example',
  '-w',
  'riverside-read',
  '-o',
  'nettimeout=3',
]
const name = (server, what) => [
  'node',
  '-e',
  `const{Resolver}=require('dns');const r=new Resolver();r.setServers(['${server}']);r.resolve4('${what}',()=>{})`,
]

/** Programs that are called again and again: who, after how many seconds, how often (seconds; 0: once), which command. */
export const calls = (folder) => [
  ...['scada-server', 'historian', 'eng-station', 'dc-ops', 'backup-server', 'sw-core', 'fw-ot', 'fw-cell-1', 'fw-cell-2', 'fw-safety', 'sw-cell-1', 'sw-cell-2']
    .map((who, i) => ({ who, at: 3 + i * 0.7, every: 17, command: log(who, `${who}: periodic state report, all well`) })), // biome-ignore format: a list
  ...['scada-server', 'historian', 'eng-station', 'log-server', 'backup-server', 'dc-ops', 'fw-ot', 'fw-cell-1', 'fw-cell-2', 'fw-safety', 'op-station-1', 'op-station-2']
    .map((who, i) => ({ who, at: 12 + i * 0.6, every: 25, command: time(folder, who) })), // biome-ignore format: a list
  ...[ipOf('sw-core'), '10.20.20.251', '10.20.20.252', ipOf('ap-1')].map((host, i) => ({
    who: 'log-server',
    at: 4 + i,
    every: 20,
    command: snmp(host),
  })),
  { who: 'historian', at: 6, every: 5, command: web(MIRROR, '/replicate', '-d', 'bottles=1200&level=4.7') },
  { who: 'erp-server', at: 7, every: 11, command: web(MIRROR, '/production') },
  { who: 'office-pc-1', at: 8, every: 9, command: web(MIRROR, '/reports/shift') },
  { who: 'tablet-1', at: 5, every: 6, command: web(SCADA, '/line') },
  { who: 'tablet-2', at: 6, every: 7, command: web(SCADA, '/line') },
  { who: 'agv-scanner', at: 9, every: 8, command: web(SCADA, '/pallets', '-d', 'pallet=0042') },
  { who: 'eng-station', at: 18, every: 0, command: web(ipOf('patch-server'), '/updates.json') },
  { who: 'vendor-laptop', at: 10, every: 13, command: web(ipOf('remote-gateway'), '/session') },
  { who: 'remote-gateway', at: 16, every: 0, command: login(folder, ipOf('jump-host'), 'sleep', '8') },
  { who: 'jump-host', at: 19, every: 0, command: login(folder, ipOf('eng-station'), 'sleep', '4') },
  { who: 'eng-station', at: 26, every: 0, command: login(folder, ipOf('sw-core'), 'sleep', '2') },
  { who: 'eng-station', at: 28, every: 0, command: login(folder, '10.20.20.251', 'sleep', '2') },
  { who: 'backup-server', at: 33, every: 0, command: login(folder, SCADA, 'head', '-c', '20000', '/dev/zero') },
  {
    who: 'backup-server',
    at: 35,
    every: 0,
    command: login(folder, ipOf('historian'), 'head', '-c', '20000', '/dev/zero'),
  },
  ...['op-station-1', 'op-station-2', 'scada-server', 'eng-station'].map((who, i) => ({
    who,
    at: 11 + 2 * i,
    every: 30,
    command: directory,
  })),
  { who: 'scada-server', at: 6, every: 15, command: name(ipOf('dc-ops'), 'historian.riverside.example') },
  { who: 'historian', at: 7, every: 15, command: name(ipOf('dc-ops'), 'scada-server.riverside.example') },
]

function s7(host, steps) {
  return { protocol: 's7', host, steps }
}
function modbusTo(host, steps) {
  return { protocol: 'modbus', host, steps }
}
function opcUa(folder, who, rate) {
  return {
    protocol: 'opc-ua',
    host: ipOf('scada-server'),
    folder: `${folder}/${who}`,
    name: who,
    every: rate,
  }
}
function every(milliseconds, step) {
  return { ...step, every: milliseconds }
}
function read(what, at, size) {
  return { do: what, at, size }
}
function write(what, at, size) {
  return { do: what, at, size }
}
function polls(device, rate, steps) {
  return modbusTo(
    ipOf(device),
    steps.map((step) => every(rate, step)),
  )
}
