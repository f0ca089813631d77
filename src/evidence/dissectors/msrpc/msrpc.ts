import { type Dissector, MAYBE, NO, type Recognition, YES } from '../../dissector.ts'
import { framed, type FramedState, readFramed } from '../framing.ts'
import { type Bindings, freshBindings, looksLikeRpc, rpcKnown, rpcLength, rpcMeaning, rpcMessage } from '../rpc.ts'

const HEADER = 16
/** Bytes of one message that are looked at; what is behind them is passed over. */
const VIEW = 4096
const VERSION = 5
const OBJECTS = ['interface', 'denied', 'login'] as const
const KINDS = { interface: 0, denied: 1, login: 2 } as const

interface State extends FramedState {
  readonly bindings: Bindings
}

const framing = framed<State>({
  look: (_state, b, i, to) => look(b, i, to),
  length: (_state, b, i) => rpcLength(b, i),
  view: () => VIEW,
  message: (state, b, i, to, out) => rpcMessage(state.bindings, 0, b, i, to, KINDS, out),
})

/** Remote procedure calls of Windows over TCP (C706; MS-RPCE), by which DCOM and OPC Classic work. */
export const msrpc: Dissector<State> = {
  id: 'msrpc',
  title: 'Microsoft RPC',
  hints: { tcp: [135] },
  longest: VIEW,
  recognizes: (b, from, to) => look(b, from, to),
  start: () => ({ astray: false, skip: 0, bindings: freshBindings() }),
  read: (state, b, from, to, _at, out) => readFramed(framing, state, b, from, to, out),
  meaning: rpcMeaning,
  docs: {
    about: `Calls are read by the interface they are bound to and the number of the procedure: services, registry, scheduled tasks, accounts, shutdown, activation of objects (DCOM), and items of OPC Data Access that are read and written. Answers do not say which call they answer. Where the beginning of a connection was missed, calls have no interface. Proofs by NTLM give names of host and domain and the version of the system, and their kind (\`login\`), never the account. Arguments are not read, so which port a service was given is known by content alone. The same calls inside SMB are booked under the same name.`,
    checked: ['reference', 'peer'],
    known: rpcKnown,
  },
  objectName: (kind) => OBJECTS[kind] ?? `kind ${kind}`,
}

/** A header of version 5 with a known kind of message and order of bytes (C706, 12.6.3.1). */
function look(b: Uint8Array, i: number, to: number): Recognition {
  const there = to - i
  if (there > 0 && b[i] !== VERSION) return NO
  if (there > 1 && b[i + 1]! > 1) return NO
  if (there > 4 && (b[i + 4]! & 0xee) !== 0) return NO
  if ((there > 6 && b[i + 6] !== 0) || (there > 7 && b[i + 7] !== 0)) return NO
  if (there < HEADER) return MAYBE
  return looksLikeRpc(b, i, to) ? YES : NO
}
