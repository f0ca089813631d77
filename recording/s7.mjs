/** S7: the native server of snap7 behind a relay that lends it an invented identity, and the native client. */
import { createRequire } from 'node:module'
import { createConnection, createServer } from 'node:net'

const snap7 = createRequire(import.meta.url)('node-snap7')
const BEHIND = 10102
const DATA_BLOCK = 0x0a
const kept = [] // a native server without a reference is collected and closes its port

/**
 * Serves S7 on port 102. `identity`: order (at most 20 characters), name, module, serial, firmware [major, minor, patch].
 * snap7 answers everything itself except two things: the texts of SZL 0x0011 and 0x001C are replaced, because it carries
 * those of a real maker, and block downloads, which it always refuses, are taken by the relay.
 */
export function serveS7(identity) {
  const server = new snap7.S7Server()
  server.SetParam(server.LocalPort, BEHIND)
  for (const block of [1, 2, 10]) server.RegisterArea(server.srvAreaDB, block, Buffer.alloc(256))
  server.RegisterArea(server.srvAreaMK, Buffer.alloc(128))
  server.RegisterArea(server.srvAreaPE, Buffer.alloc(32))
  server.RegisterArea(server.srvAreaPA, Buffer.alloc(32))
  if (!server.StartTo('127.0.0.1')) throw new Error(`snap7: ${server.ErrorText(server.LastError())}`)
  createServer((client) => relay(client, identity)).listen(102, '0.0.0.0')
  kept.push(server)
}

function relay(client, identity) {
  const plc = createConnection(BEHIND, '127.0.0.1')
  const load = downloads(client)
  frames(client, (frame) => load(frame) || plc.write(frame))
  frames(plc, (frame) => client.write(withIdentity(frame, identity)))
  for (const [one, other] of [
    [client, plc],
    [plc, client],
  ]) {
    one.on('close', () => other.destroy())
    one.on('error', () => other.destroy())
  }
}

/** Cuts a stream into TPKT frames. */
function frames(socket, take) {
  let kept = Buffer.alloc(0)
  socket.on('data', (bytes) => {
    kept = Buffer.concat([kept, bytes])
    while (kept.length >= 4 && kept.length >= kept.readUInt16BE(2)) {
      const length = kept.readUInt16BE(2)
      take(kept.subarray(0, length))
      kept = kept.subarray(length)
    }
  })
}

/** A frame of TPKT, COTP data and the given S7 bytes. */
function wrap(s7) {
  const head = Buffer.from([3, 0, 0, 0, 2, 0xf0, 0x80])
  head.writeUInt16BE(7 + s7.length, 2)
  return Buffer.concat([head, s7])
}

function pdu(kind, sequence, parameters, data = Buffer.alloc(0)) {
  const head = Buffer.alloc(kind === 3 ? 12 : 10)
  head.set([0x32, kind])
  head.writeUInt16BE(sequence, 4)
  head.writeUInt16BE(parameters.length, 6)
  head.writeUInt16BE(data.length, 8)
  return wrap(Buffer.concat([head, parameters, data]))
}

/** Takes a block download: request, blocks asked for one by one, end. Returns true for frames it has taken. */
function downloads(client) {
  let name
  let sequence = 0x4000
  const ask = (fn) => {
    const parameters = Buffer.concat([Buffer.from([fn, 0, 0, 0, 0, 0, 0, 0, name.length]), name])
    client.write(pdu(1, ++sequence, parameters))
  }
  return (frame) => {
    if (frame.length < 18 || frame[7] !== 0x32) return false
    if (frame[8] === 1 && frame[17] === 0x1a) {
      name = Buffer.from(frame.subarray(26, 26 + frame[25]))
      client.write(pdu(3, frame.readUInt16BE(11), Buffer.from([0x1a])))
      setTimeout(() => ask(0x1b), 5)
      return true
    }
    if (frame[8] !== 3 || name === undefined) return false
    if (frame[19] === 0x1b) ask(frame[20] === 0 ? 0x1c : 0x1b)
    else if (frame[19] === 0x1c) name = undefined
    else return false
    return true
  }
}

/** Puts the invented identity into the answers on module and component identification. */
function withIdentity(frame, identity) {
  const szl = frame[8] === 7 && frame[22] === 0x84 && frame[23] === 1 && frame.length > 37 ? frame.readUInt16BE(33) : 0
  const rows = szl === 0x11 ? moduleRows(identity) : szl === 0x1c ? componentRows(identity) : undefined
  if (!rows) return frame
  const list = Buffer.concat(rows)
  const head = Buffer.from(frame.subarray(7, 17))
  const data = Buffer.alloc(12)
  data.set([0xff, 0x09])
  data.writeUInt16BE(8 + list.length, 2)
  data.writeUInt16BE(szl, 4)
  data.writeUInt16BE(frame.readUInt16BE(35), 6)
  data.writeUInt16BE(rows[0].length, 8)
  data.writeUInt16BE(rows.length, 10)
  const payload = Buffer.concat([data, list])
  head.writeUInt16BE(payload.length, 8)
  return wrap(Buffer.concat([head, frame.subarray(17, 17 + head.readUInt16BE(6)), payload]))
}

function moduleRows({ order, firmware: [major, minor, patch] }) {
  const row = (index, text, last) => {
    const bytes = Buffer.alloc(28, 0)
    bytes.writeUInt16BE(index)
    bytes.write(text.padEnd(20).slice(0, 20), 2, 'latin1')
    bytes.set([0, 0xc0, ...last], 22)
    return bytes
  }
  return [
    row(1, order, [0, 3, 0, 1]),
    row(6, order, [0, 3, 0, 1]),
    row(7, '', [0x56, major, minor, patch]),
    row(0x81, 'Boot Loader', [0x41, 1, 2, 0]),
  ]
}

function componentRows({ name, module, serial, maker }) {
  const row = (index, text) => {
    const bytes = Buffer.alloc(34, 0)
    bytes.writeUInt16BE(index)
    bytes.write(text.slice(0, 32), 2, 'latin1')
    return bytes
  }
  return [
    row(1, name),
    row(2, module),
    row(3, ''),
    row(4, `Original ${maker} Equipment`),
    row(5, serial),
    row(7, module),
    row(8, ''),
  ]
}

/** Asks a controller over S7, each step of `steps` in turn; steps with `every` repeat until the process ends. */
export async function askS7({ host, steps }) {
  const client = new snap7.S7Client()
  const call = (name, ...args) =>
    new Promise((done, fail) =>
      client[name](...args, (error, value) => (error ? fail(new Error(client.ErrorText(error))) : done(value))),
    )
  await call('ConnectTo', host, 0, 2)
  for (const step of steps) {
    if (step.every) repeat(step.every, () => perform(call, step))
    else await perform(call, step).catch((error) => console.error(host, step.do, error.message))
    if (step.pause) await new Promise((done) => setTimeout(done, step.pause))
  }
  if (!steps.some((step) => step.every)) client.Disconnect()
}

let queue = Promise.resolve()
function repeat(every, action) {
  setInterval(() => {
    queue = queue.then(action).catch((error) => console.error(error.message))
  }, every)
}

function perform(call, step) {
  switch (step.do) {
    case 'identify':
      return call('GetOrderCode').then(() => call('GetCpuInfo'))
    case 'status':
      return call('PlcStatus')
    case 'blocks':
      return call('ListBlocks')
    case 'read':
      return call('DBRead', step.block, step.at ?? 0, step.size ?? 32)
    case 'write':
      return call('DBWrite', step.block, step.at ?? 0, step.size ?? 4, Buffer.alloc(step.size ?? 4, Date.now() & 0x7f))
    case 'download':
      return call('Download', step.block, dataBlock(step.block, 400))
    case 'stop':
      return call('PlcStop')
    case 'start':
      return call('PlcHotStart')
    default:
      throw new Error(`no S7 step ${step.do}`)
  }
}

/** A data block with header and footer as a programming tool would send it; its content says nothing. */
function dataBlock(number, length) {
  const bytes = Buffer.alloc(36 + length + 56, 0)
  bytes.set([0x70, 0x70, 0x01, 0x01, 0x05, DATA_BLOCK])
  bytes.writeUInt16BE(number, 6)
  bytes.writeUInt32BE(bytes.length, 8)
  bytes.writeUInt16BE(length, 34)
  for (let i = 0; i < length; i++) bytes[36 + i] = (i * 7) & 0xff
  bytes.write('ENGINEER', 36 + length + 20, 'latin1')
  return bytes
}
