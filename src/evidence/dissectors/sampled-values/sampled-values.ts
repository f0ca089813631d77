import { textAt } from '../../../groundwork/bytes.ts'
import { C2S, type Dissector, DONE, type FactKind, NO, type OperationMeaning, type Sink } from '../../dissector.ts'
import { berContent, berEnd, berFind, berInteger } from '../ber.ts'
import { apduAt, appidOf, hasExtension, isSimulated, looksLikeFrame } from '../iec61850-link.ts'

const PDU = 0x60
const ASDUS = 0xa2
const ASDU = 0x30

/** Bits of an operation code, above the value of `smpSynch`. */
const SYNCHRONIZED = 0xff
const SIMULATED = 0x100
const SECURED = 0x200
/** `smpSynch` left out. */
const UNTOLD = 0xff

const OBJECTS = ['appid', 'stream', 'data-set', 'configuration'] as const
const [APPID, STREAM, DATA_SET, CONFIGURATION] = [0, 1, 2, 3] as const

const STREAM_FACT: FactKind = { attribute: 'stream', by: 'sampled-values' }
const ROLE: FactKind = { attribute: 'role', by: 'sampled-values' }

/** What is remembered of one sender and receiver: the stream that was told last. */
interface State {
  told: number
}

/** Sampled values (IEC 61850-9-2, clause 8; IEC 61869-9). */
export const sampledValues: Dissector<State> = {
  id: 'sampled-values',
  title: 'Sampled values',
  hints: { link: [0x88ba] },
  longest: 1522,
  recognizes: (bytes, from, to) => (to - from > 8 ? looksLikeFrame(bytes, from, to, PDU) : NO),
  start: () => ({ told: 0 }),
  read(state, bytes, from, to, _at, out) {
    const end = berEnd(bytes, apduAt(from), to)
    if (end < 0) return 0
    message(state, bytes, from, end, to, out)
    return to - from
  },
  meaning,
  docs: {
    about: `Every frame is an \`SV\`, by how its samples are synchronized (not at all, by a local clock, by a global one, by a clock with a number), and whether it is simulated or has a security extension (IEC 62351-6). Objects are APPID, stream id, data set and configuration revision; the sender gives the stream it publishes. Samples are not read.`,
    checked: ['reference'],
    known,
  },
  objectName: (kind) => OBJECTS[kind] ?? `kind ${kind}`,
}

function message(state: State, b: Uint8Array, from: number, end: number, to: number, out: Sink): void {
  const apdu = apduAt(from)
  const appid = appidOf(b, from)
  const list = berFind(b, berContent(b, apdu), end, ASDUS)
  const first = list < 0 ? -1 : berFind(b, berContent(b, list), end, ASDU)
  let code = isSimulated(b, from) ? SIMULATED : 0
  if (hasExtension(b, from, end, to)) code |= SECURED
  const synchronized = first < 0 ? -1 : berFind(b, berContent(b, first), berEnd(b, first, end), 0x85)
  const how = synchronized < 0 ? UNTOLD : berInteger(b, berContent(b, synchronized), berEnd(b, synchronized, end))
  out.operation(code | (how & SYNCHRONIZED), DONE)
  out.object(APPID, appid, appid)
  if (first < 0) return
  const last = berEnd(b, list, end)
  for (let i = first, next = 0; (next = berEnd(b, i, last)) > 0; i = next)
    if (b[i] === ASDU) asdu(state, b, berContent(b, i), next, out)
}

/** One set of samples; the samples themselves come last. */
function asdu(state: State, b: Uint8Array, from: number, to: number, out: Sink): void {
  for (let i = from, next = 0; (next = berEnd(b, i, to)) > 0; i = next) {
    const at = berContent(b, i)
    if (b[i] === 0x80 && next > at) {
      out.named(STREAM, b, at, next)
      stream(state, b, at, next, out)
    } else if (b[i] === 0x81 && next > at) out.named(DATA_SET, b, at, next)
    else if (b[i] === 0x83) {
      const revision = berInteger(b, at, next)
      if (revision >= 0 && revision < 2 ** 32) out.object(CONFIGURATION, revision, revision)
    } else if (b[i] === 0x87) return
  }
}

function stream(state: State, b: Uint8Array, from: number, to: number, out: Sink): void {
  let hash = 1
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ b[i]!, 0x01000193)
  if (hash === state.told) return
  state.told = hash
  out.fact(STREAM_FACT, textAt(b, from, to))
  out.fact(ROLE, 'publisher of sampled values')
}

function* known() {
  for (const code of [0, 1, 2, SIMULATED, SECURED]) yield { code, direction: C2S, outcome: DONE } as const
}

function meaning(code: number): OperationMeaning {
  const how = code & SYNCHRONIZED
  const parts = ['sampled values']
  if (how === 0) parts.push('not synchronized')
  else if (how === 1) parts.push('synchronized by a local clock')
  else if (how === 2) parts.push('synchronized globally')
  else if (how !== UNTOLD) parts.push(`synchronized by clock ${how}`)
  if (code & SIMULATED) parts.push('simulated')
  if (code & SECURED) parts.push('with security extension')
  return { name: 'SV', title: parts.join(', '), class: 'read' }
}
