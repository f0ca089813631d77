import { ASKED, C2S, type Dissector, type OperationMeaning, type Sink } from '../../dissector.ts'
import { readSteps, WAIT } from '../framing.ts'
import { CODE_BASE, KIND_BASE } from '../tls/handshake.ts'
import { LONGEST_RECORD, readTls, tlsMeaning, tlsObjectName } from '../tls/records.ts'
import { FIRST, LONGEST_TEXT, type State, looksLikeBanner } from './session.ts'
import { KINDS, MESSAGES } from './vnc-table.ts'
import { clientStep } from './client.ts'
import { serverStep } from './server.ts'

/** VNC: the Remote Framebuffer protocol 3.3 to 3.8 (RFC 6143). */
export const vnc: Dissector<State> = {
  id: 'vnc',
  title: 'VNC',
  hints: { tcp: [5900, 5901, 5902, 5903] },
  longest: Math.max(LONGEST_TEXT + 16, LONGEST_RECORD),
  recognizes: (b, from, to) => looksLikeBanner(b, from, to),
  start: (direction) => ({
    direction, next: FIRST, type: 0, offersNone: false, offersVencrypt: false, tls: undefined, skip: 0,
  }), // biome-ignore format: a list
  read: (state, b, from, to, _at, out) => readSteps(step, state, b, from, to, out),
  meaning,
  docs: {
    about: `Read are versions, the ways to prove oneself that are offered and chosen (\`none\` means that nobody proves anything), the result, the name of the desktop, and of the client all messages: asking for the picture is read, keys and pressed buttons are control. Pictures are passed over. With VeNCrypt or TLS the TLS inside is read and booked under \`tls\`; what follows other ways to prove oneself is passed over. A login in clear is told as present.`,
    checked: ['reference', 'peer'],
    *known() {
      for (const code of Object.keys(MESSAGES)) yield { code: Number(code), direction: C2S, outcome: ASKED } as const
    },
  },
  objectName: (kind) => (kind >= KIND_BASE ? tlsObjectName(kind) : (KINDS[kind] ?? `kind ${kind}`)),
}

/** What comes next, or the TLS inside; the rest of a long message is passed over. */
function step(state: State, b: Uint8Array, i: number, to: number, out: Sink): number {
  if (state.skip > 0) {
    const size = Math.min(state.skip, to - i)
    state.skip -= size
    return size
  }
  if (state.tls) return readTls(state.tls, b, i, to, out) || WAIT
  const used = state.direction === C2S ? clientStep(state, b, i, to, out) : serverStep(state, b, i, to, out)
  // TLS has begun, and nothing of it is taken yet.
  return used === 0 && state.tls ? step(state, b, i, to, out) : used
}

function meaning(code: number): OperationMeaning {
  if (code >= CODE_BASE) return { ...tlsMeaning(code), protocol: 'tls' }
  return MESSAGES[code] ?? { name: `MESSAGE_${code & 0xff}`, title: 'unknown message', class: 'other' }
}
