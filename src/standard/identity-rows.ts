/** What catalogs say about telling devices apart: fingerprints, makes, ways of learning, and roles. Own data of this project. */

/** A row that reads facts of one or several kinds and tells what follows from a value that fits its pattern. */
export interface Fingerprint {
  readonly id: string
  /** Name of the file that holds it. */
  readonly family: string
  /** Ways of learning by attribute; `snmp` stands for `snmp.system` and all others below it too. */
  readonly reads: Readonly<Record<string, readonly string[]>>
  /** In the subset of regular expressions that `safe-pattern.ts` allows. */
  readonly pattern: string
  readonly anyCase: boolean
  /** Values by attribute; `{name}` stands for what the group of that name took. */
  readonly yields: Readonly<Record<string, readonly string[]>>
  /** 0 to 1: how surely it follows from the value; never more than the fact it was read from. */
  readonly confidence: number
  readonly examples: readonly FingerprintExample[]
  /** Where the form of the values is known from, in own words. */
  readonly source: string
}

/** A value with all that the whole catalog tells of it. */
export interface FingerprintExample {
  readonly value: string
  readonly gives: Readonly<Record<string, readonly string[]>>
}

/** A make under the one name that is used here, with the names under which devices and registries know it. */
export interface Make {
  readonly name: string
  readonly aliases: readonly string[]
}

/** A way in which facts are learned (the `by` of a fact), and how far it can be trusted, 0 to 1. */
export interface Way {
  readonly way: string
  readonly confidence: number
  readonly says: string
}

/** Something that a host can look like. */
export interface Role {
  readonly id: string
  readonly says: string
  /** Where the device itself surely tells one of these, that it looks like this one is no longer said. */
  readonly givesWayTo: readonly string[]
  /** Whoever has another role towards so many peers has this one in its place. */
  readonly among: { readonly role: string; readonly peers: number } | undefined
}

/** Which roles speaking a protocol shows. */
export interface ProtocolRoles {
  /** Id or alias of a protocol; missing where only ports show it. */
  readonly protocol: string | undefined
  readonly server: string | undefined
  readonly client: string | undefined
  /** Of whoever sends frames without IP. */
  readonly sender: string | undefined
  /** Services where the protocol stands, for conversations that no dissector read. */
  readonly ports: readonly string[]
  /** Its servers never answer: that several messages go to one has to do. */
  readonly oneWay: boolean
}
