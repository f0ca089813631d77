// Two hosts joined by a cable, each in a network namespace of its own: `node live-scene.mjs <scene> <folder> <cli>`, inside
// `unshare`. What the programs said is written into the folder, for live.test.ts to judge.
import { spawn, spawnSync } from 'node:child_process'
import { createWriteStream, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const [scene, folder, cli] = process.argv.slice(2)
const HERE = '10.62.0.1'
const THERE = '10.62.0.2'

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

function must(program, ...args) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? stderr}`)
}

/** Asks until something is there. */
async function until(what, ask) {
  for (let n = 0; n < 150; n++) {
    const found = await ask()
    if (found) return found
    await wait(100)
  }
  throw new Error(`waited in vain for ${what}`)
}

const ended = (child) => new Promise((resolve) => child.on('close', (code) => resolve(code)))

/** The servers of the other host: HTTP of Node and of Python, and a controller that answers Modbus. */
function serve() {
  http.createServer((_, answer) => answer.end('fine\n')).listen(8080, THERE)
  net
    .createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (bytes) => {
        for (let i = 0; i + 12 <= bytes.length; i += 12) {
          const head = bytes.subarray(i, i + 4)
          const asked = bytes.subarray(i + 6, i + 12)
          const answer = asked[1] === 3 ? Buffer.concat([asked.subarray(0, 2), Buffer.from([2, 0, 7])]) : asked
          socket.write(Buffer.concat([head, Buffer.from([0, answer.length]), answer]))
        }
      })
    })
    .listen(502, THERE)
}

function get(port) {
  return new Promise((resolve, reject) => {
    http
      .get({ host: THERE, port, path: '/', agent: false }, (answer) => answer.resume().on('end', resolve))
      .on('error', reject)
  })
}

async function modbus() {
  const socket = net.connect(502, THERE)
  await new Promise((resolve, reject) => socket.on('connect', resolve).on('error', reject))
  for (let n = 0; n < 20; n++) {
    socket.write(Buffer.from([0, n, 0, 0, 0, 6, 1, n % 5 === 4 ? 6 : 3, 0, n, 0, 1]))
    await new Promise((resolve) => socket.once('data', resolve))
  }
  socket.end()
  await new Promise((resolve) => socket.on('close', resolve))
}

/** Makes the cable and the other host, and gives a way to end it. */
async function network() {
  const there = spawn('unshare', ['-n', process.execPath, fileURLToPath(import.meta.url), 'serve'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await new Promise((resolve) => there.stdout.once('data', resolve))
  const inside = (...args) => must('nsenter', '-t', String(there.pid), '-n', ...args)
  must('ip', 'link', 'set', 'lo', 'up')
  must('ip', 'link', 'add', 'cable0', 'type', 'veth', 'peer', 'name', 'cable1')
  must('ip', 'link', 'set', 'cable1', 'netns', String(there.pid))
  // Fixed addresses and no IPv6, so that nothing speaks but what is asked to.
  must('ip', 'link', 'set', 'cable0', 'address', '02:00:00:00:62:01')
  inside('ip', 'link', 'set', 'cable1', 'address', '02:00:00:00:62:02')
  must('ip', 'address', 'add', `${HERE}/24`, 'dev', 'cable0')
  inside('ip', 'address', 'add', `${THERE}/24`, 'dev', 'cable1')
  must('ip', 'link', 'set', 'cable0', 'up')
  inside('ip', 'link', 'set', 'cable1', 'up')
  const python = spawn(
    'nsenter',
    ['-t', String(there.pid), '-n', 'python3', '-m', 'http.server', '8000', '--bind', THERE],
    {
      stdio: 'ignore',
      cwd: folder,
    },
  )
  there.stdin.write('serve\n')
  for (const port of [8080, 8000])
    await until(`port ${port}`, () =>
      get(port).then(
        () => true,
        () => false,
      ),
    )
  return () => {
    python.kill()
    there.stdin.end()
  }
}

/** Starts the command line and notes when it said what. */
function inspect(args) {
  const child = spawn(process.execPath, [cli, 'inspect', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1' },
  })
  const said = { code: -1, out: '', err: '', lines: [] }
  let rest = ''
  child.stdout.on('data', (text) => {
    said.out += text
    const lines = (rest + text).split('\n')
    rest = lines.pop()
    for (const line of lines) said.lines.push({ at: Date.now(), line })
  })
  child.stderr.on('data', (text) => void (said.err += text))
  child.stdin.on('error', () => undefined)
  const over = ended(child).then((code) => Object.assign(said, { code, end: Date.now() }))
  return { child, said, over }
}

/** Who is root only in here cannot become the user that tcpdump runs as. */
const RECORDER =
  process.env.REAL_ROOT === '1'
    ? ['tcpdump', ['--immediate-mode', '-U', '-n', '-i', 'cable0', '-w', '-']]
    : ['dumpcap', ['-q', '-P', '-i', 'cable0', '-w', '-']]

/** Listens while `speak` speaks; every byte goes to a file, and to another where one is given. */
async function tapped(name, speak, also) {
  const tap = spawn(...RECORDER, {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  tap.stderr.on('data', (text) => void (said += text))
  const file = createWriteStream(join(folder, name))
  tap.stdout.pipe(file)
  if (also) tap.stdout.pipe(also)
  await until(RECORDER[0], () => /listening on|Capturing on|File: /.test(said)).catch((error) => {
    throw new Error(`${error.message}: ${said}`)
  })
  await speak()
  await wait(700)
  tap.kill('SIGINT')
  await Promise.all([ended(tap), new Promise((resolve) => file.on('finish', resolve))])
}

const SCENES = {
  /** Only what may be declared. */
  async quiet() {
    await tapped('quiet.pcap', async () => {
      await get(8080)
      await get(8000)
    })
  },
  /** The same bytes to a file and to `inspect -`. */
  async piped() {
    const { child, over } = inspect(['-', '--json'])
    await tapped(
      'piped.pcap',
      async () => {
        for (let n = 0; n < 5; n++) await get(8080)
        await get(8000)
        await modbus()
      },
      child.stdin,
    )
    return over
  },
  /** Something that was not declared begins while a plant is watched. */
  async watched() {
    const { said, over } = inspect([
      '--live',
      'cable0',
      '--plant',
      join(folder, 'plant'),
      '--for',
      '9',
      '--every',
      '0.5',
    ])
    await wait(2500)
    await get(8080)
    await modbus()
    await over
    return said
  },
  /** Ended by hand. */
  async interrupted() {
    const { child, said, over } = inspect(['--live', 'cable0', '--every', '0.5'])
    // The listener takes a while; what it has not heard is said again.
    await until('a line', async () => {
      await modbus()
      return said.out.includes('new conversation')
    })
    child.kill('SIGINT')
    return over
  },
  async missing() {
    return inspect(['--live', 'nowhere0', '--for', '5']).over
  },
}

if (process.argv[2] === 'serve') {
  process.stdin.once('data', serve).on('end', () => process.exit(0))
  process.stdout.write('ready\n')
} else {
  const end = await network()
  const result = await SCENES[scene]()
  writeFileSync(join(folder, `${scene}.json`), JSON.stringify(result ?? {}))
  end()
  process.exit(0)
}
