import { type Dissector, NO, type Sink, YES } from '../dissector.ts'

/** What those have in common that read datagrams alone: each is one whole message or none, and nothing is remembered. */
export function readsDatagrams(
  looks: (b: Uint8Array, from: number, to: number) => boolean,
  message: (b: Uint8Array, from: number, to: number, out: Sink) => void,
): Pick<Dissector<undefined>, 'longest' | 'recognizes' | 'start' | 'read'> {
  return {
    longest: 65_535,
    recognizes: (b, from, to) => (looks(b, from, to) ? YES : NO),
    start: () => undefined,
    read(_state, b, from, to, _at, out) {
      if (looks(b, from, to)) message(b, from, to, out)
      else out.lost(to - from)
      return to - from
    },
  }
}
