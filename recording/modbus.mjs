/** Modbus TCP: server and client of modbus-serial. */
import { createRequire } from 'node:module'

const ModbusRTU = createRequire(import.meta.url)('modbus-serial')

/** Serves registers and coils on port 502, with device identification when an identity is given. */
export function serveModbus(identity) {
  const words = new Uint16Array(1000).map((_, i) => (i * 37) & 0x3ff)
  const bits = Array.from({ length: 1000 }, () => false)
  const vector = {
    getInputRegister: (at) => (words[at] + Math.floor(Date.now() / 1000)) & 0xffff,
    getHoldingRegister: (at) => words[at],
    getMultipleHoldingRegisters: (at, length) => Array.from(words.slice(at, at + length)),
    getCoil: (at) => bits[at],
    getDiscreteInput: (at) => (at + Math.floor(Date.now() / 1000)) % 3 === 0,
    setRegister: (at, value) => {
      words[at] = value
    },
    setCoil: (at, value) => {
      bits[at] = value
    },
  }
  if (identity) vector.readDeviceIdentification = () => identity
  return new ModbusRTU.ServerTCP(vector, { host: '0.0.0.0', port: 502, unitID: 1 })
}

/** Asks a device over Modbus TCP, each step in turn; steps with `every` repeat until the process ends. */
export async function askModbus({ host, steps }) {
  const client = new ModbusRTU()
  await client.connectTCP(host, { port: 502 })
  client.setID(1)
  client.setTimeout(3000)
  let queue = Promise.resolve()
  for (const step of steps) {
    if (step.every)
      setInterval(() => {
        queue = queue.then(() => perform(client, step)).catch((error) => console.error(host, step.do, error.message))
      }, step.every)
    else await perform(client, step).catch((error) => console.error(host, step.do, error.message))
    if (step.pause) await new Promise((done) => setTimeout(done, step.pause))
  }
  if (!steps.some((step) => step.every)) client.close(() => {})
}

const value = () => Math.floor(Date.now() / 1000) % 1000

function perform(client, step) {
  const at = step.at ?? 0
  const size = step.size ?? 10
  switch (step.do) {
    case 'identify':
      return client.readDeviceIdentification(2, 0)
    case 'read-coils':
      return client.readCoils(at, size)
    case 'read-inputs':
      return client.readDiscreteInputs(at, size)
    case 'read-holding':
      return client.readHoldingRegisters(at, size)
    case 'read-input-registers':
      return client.readInputRegisters(at, size)
    case 'write-coil':
      return client.writeCoil(at, value() % 2 === 0)
    case 'write-coils':
      return client.writeCoils(
        at,
        Array.from({ length: size }, (_, i) => (value() + i) % 2 === 0),
      )
    case 'write-register':
      return client.writeRegister(at, value())
    case 'write-registers':
      return client.writeRegisters(at, Array.from({ length: size }, value))
    default:
      throw new Error(`no Modbus step ${step.do}`)
  }
}
