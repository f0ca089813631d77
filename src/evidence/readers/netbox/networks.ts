import { ipBits, type Prefix, prefix } from '../../../groundwork/ip.ts'
import { type JsonMap, textAt } from '../json-value.ts'
import { namedAt } from './objects.ts'

/** A network as NetBox lists it. */
export interface Network {
  readonly text: string
  readonly vlan: string | undefined
  readonly role: string | undefined
  readonly site: string | undefined
  readonly says: string | undefined
}

/** Finds the smallest listed network around an address. */
export class Networks {
  readonly #byPrefix = new Map<string, Network>()
  readonly #lengths = new Map<4 | 6, Set<number>>()

  constructor(prefixes: readonly JsonMap[], vlans: readonly JsonMap[]) {
    const numbers = new Map(
      vlans.flatMap((v) => (textAt(v, 'id') === undefined ? [] : [[textAt(v, 'id')!, v] as const])),
    )
    for (const object of prefixes) {
      const network = prefix(textAt(object, 'prefix') ?? '')
      if (!network) continue
      const id = textAt(object, 'vlan', 'id')
      const vlan = (id === undefined ? undefined : numbers.get(id)) ?? object.entries.get('vlan')
      const vid = textAt(vlan, 'vid')
      this.#lengths.set(network.family, (this.#lengths.get(network.family) ?? new Set<number>()).add(network.length))
      this.#byPrefix.set(keyOf(network.family, network.bits, network.length), {
        text: textAt(object, 'prefix')!,
        vlan: vid === undefined ? undefined : [vid, textAt(vlan, 'name')].filter(Boolean).join(' '),
        role: namedAt(object, 'role'),
        site: namedAt(object, 'scope') ?? namedAt(object, 'site'),
        says: textAt(object, 'description'),
      })
    }
  }

  around(address: string): Network | undefined {
    const value = ipBits(address)
    if (!value) return undefined
    const lengths = [...(this.#lengths.get(value.family) ?? [])].sort((a, b) => b - a)
    const width = value.family === 4 ? 32 : 128
    for (const length of lengths) {
      const shift = BigInt(width - length)
      const found = this.#byPrefix.get(keyOf(value.family, (value.bits >> shift) << shift, length))
      if (found) return found
    }
    return undefined
  }
}

function keyOf(family: Prefix['family'], bits: bigint, length: number): string {
  return `${family} ${bits.toString(16)}/${length}`
}
