/**
 * Records the evidence of examples/bottling-plant: builds the plant from network namespaces, starts real servers and clients,
 * mirrors four switches into files, checks them with tshark. As root on Linux: `npm ci && node record.mjs [seconds]`.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { recorder, TAPS, verify, withoutMachine } from './capture.mjs'
import { refreshHashes } from './hashes.mjs'
import { build, FIREWALLS, ns, ruleset, tearDown } from './network.mjs'
import { PROGRAMS, STACKS, services } from './services.mjs'
import { calls, devices, VISITS } from './story.mjs'

const SECONDS = Number(process.argv[2] ?? 75)
const EVIDENCE = fileURLToPath(new URL('../examples/bottling-plant/evidence/', import.meta.url))
const running = new Set()
let over = false

checkPrograms()
const folder = mkdtempSync(`${tmpdir()}/plant-recording-`)
chmodSync(folder, 0o755)
process.on('SIGINT', () => finish(1))
process.on('SIGTERM', () => finish(1))
process.on('uncaughtException', (error) => {
  console.error(error)
  finish(1)
})
try {
  await record()
} catch (error) {
  console.error(error)
  finish(1)
}
finish(0)

function checkPrograms() {
  if (process.getuid?.() !== 0) stop('network namespaces need root')
  const missing = Object.entries(PROGRAMS).filter(
    ([name]) => spawnSync('which', [name], { env: withSbin() }).status !== 0,
  )
  if (missing.length)
    stop(
      `missing: ${missing.map(([name]) => name).join(' ')}\napt-get install ${[...new Set(missing.map(([, pack]) => pack))].join(' ')}`,
    )
}

function stop(message) {
  console.error(message)
  process.exit(1)
}

function withSbin() {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` }
}

async function record() {
  console.log('building the plant')
  build()
  for (const service of services(folder)) start(service.who, service.command, service.env)
  const plant = Object.entries(devices(folder))
  for (const [who, { serve }] of plant) if (serve) device(who, { serve })
  await listening('scada-server', 4840) // the slowest one: it makes its certificate first
  const files = TAPS.map((tap) => ({ ...tap, raw: `${folder}/${tap.file}` }))
  const recorders = files.map((tap) => launch(recorder(tap, tap.raw), `tap-${tap.id}`))
  await seconds(2)
  console.log(`recording for ${SECONDS} s`)
  for (const [who, { ask }] of plant) if (ask) device(who, { ask })
  for (const visit of VISITS) setTimeout(() => device(visit.name, visit), visit.at * 1000)
  for (const call of calls(folder)) setTimeout(() => repeat(call), call.at * 1000)
  await seconds(SECONDS)
  over = true
  const rules = Object.keys(FIREWALLS).map((name) => [name, ruleset(name)])
  for (const tap of recorders) tap.kill('SIGINT')
  await seconds(2)
  keep(files, rules)
}

function seconds(count) {
  return new Promise((done) => setTimeout(done, count * 1000))
}

/** Waits until a device listens on a port. */
async function listening(who, port) {
  for (let waited = 0; waited < 90; waited++) {
    await seconds(1)
    const open = execFileSync('ip', ['netns', 'exec', ns(who), 'ss', '-ltn']).toString()
    if (open.includes(`:${port} `)) return
  }
  throw new Error(`${who} does not listen on ${port}`)
}

/** Runs a command in the namespace and under the host name of a device. */
function start(who, command, env = {}) {
  const shell = ['sh', '-c', 'hostname "$0" && exec "$@"', who, ...command]
  return launch(['ip', 'netns', 'exec', ns(who), 'unshare', '--uts', ...shell], who, env)
}

function device(who, what) {
  start(who, [
    process.execPath,
    fileURLToPath(new URL('device.mjs', import.meta.url)),
    JSON.stringify({ serve: what.serve, ask: what.ask }),
  ])
}

function repeat(call) {
  if (over) return
  start(call.who, call.command, {
    LDAPTLS_REQCERT: 'never',
    SNMPCONFPATH: folder,
    SNMP_PERSISTENT_DIR: `${folder}/snmp-${call.who}`,
  })
  if (call.every) setTimeout(() => repeat(call), call.every * 1000).unref()
}

function launch(command, label, env = {}) {
  const child = spawn(command[0], command.slice(1), {
    env: { ...withSbin(), MIBS: '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder,
  })
  running.add(child)
  child.stderr.on('data', (text) => process.env.VERBOSE && process.stderr.write(`[${label}] ${text}`))
  child.on('exit', (code) => {
    running.delete(child)
    if (code && process.env.VERBOSE) console.error(`[${label}] ${command.slice(0, 14).join(' ')}: exit ${code}`)
  })
  return child
}

/** Moves what was recorded into the example and writes down what made it. */
function keep(files, rules) {
  mkdirSync(`${EVIDENCE}captures`, { recursive: true })
  mkdirSync(`${EVIDENCE}configurations`, { recursive: true })
  const captures = {}
  for (const tap of files) {
    const found = verify(tap.raw)
    console.log(tap.id, JSON.stringify(found))
    if (found.malformed)
      throw new Error(`${tap.id}: tshark calls ${found.malformed} frames malformed; nothing was kept`)
    captures[`captures/${tap.file}`] = { tap: tap.id, space: tap.space, ...found }
  }
  for (const tap of files)
    writeFileSync(`${EVIDENCE}captures/${tap.file}`, withoutMachine(readFileSync(tap.raw)), { mode: 0o644 })
  for (const [name, text] of rules)
    writeFileSync(`${EVIDENCE}configurations/${name}.nft`, `# nft list ruleset, read from ${name}\n${text}`)
  refreshHashes()
  writeFileSync(`${EVIDENCE}manifest.json`, `${JSON.stringify(manifest(captures), null, 2)}\n`)
}

function manifest(captures) {
  const require = createRequire(import.meta.url)
  const npm = (name) => `${name} ${JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')).version}`
  const debian = (name) =>
    `${name} ${execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8' })}`
  return {
    about:
      'Recorded by recording/record.mjs in network namespaces; every address and name is invented, times are those of the recording.',
    seconds: SECONDS,
    kernel: execFileSync('uname', ['-sr'])
      .toString()
      .match(/\w+ \d+\.\d+/)[0],
    stacks: {
      'modbus-tcp': { server: npm('modbus-serial'), client: npm('modbus-serial') },
      s7comm: {
        server: `snap7 of ${npm('node-snap7')} (native, LGPL-3.0, used when recording only)`,
        client: `snap7 of ${npm('node-snap7')}`,
        'responder of ours':
          'recording/s7.mjs replaces the texts of SZL 0x0011 and 0x001C and takes block downloads, which snap7 refuses; accepted by tshark',
      },
      'opc-ua': { server: npm('node-opcua-server'), client: npm('node-opcua-client') },
      ...Object.fromEntries(Object.entries(STACKS).map(([protocol, packs]) => [protocol, packs.map(debian)])),
    },
    verified: execFileSync('tshark', ['--version']).toString().split('\n')[0],
    captures,
  }
}

function finish(code) {
  for (const child of running) child.kill('SIGKILL')
  setTimeout(() => {
    tearDown()
    rmSync(folder, { recursive: true, force: true })
    process.exit(code)
  }, 1500)
}
