import type { OperationClass } from '../../observation.ts'

/**
 * Code tables of OPC UA: services and their layouts (OPC 10000-4, encoded as OPC 10000-6 clause 5.2 says), methods of namespace 0
 * (OPC 10000-5, -9, -12, -14, -18, -20), status codes.
 */

export interface CodeRow {
  readonly title: string
  readonly class: OperationClass
}

/**
 * A pair of messages. A layout is one letter per field, in order, with what is worth telling in capitals:
 *
 *     b one byte, u four bytes, d eight bytes, s string or byte string, n node id, x extension object, v variant, q qualified
 *     name, l localized text, i diagnostic info, […] an array of these;
 *     N a node that is touched, M a method that is called, A an attribute id, C the status of one item, V a data value,
 *     T the identity token of a session, H details of a change of history, E an endpoint, D the description of an application,
 *     P the server that is told to be there, Z a certificate, U an endpoint address, R a security mode
 *
 * It stands for what follows the request or response header, as far as it is of interest.
 */
interface ServiceRow extends CodeRow {
  readonly request: number
  readonly response: number
  readonly asks: string
  readonly answers: string
}

const row = (
  request: number,
  response: number,
  title: string,
  klass: OperationClass,
  asks = '',
  answers = '',
): ServiceRow => ({ request, response, title, class: klass, asks, answers })

/** The services by the node ids of their binary encodings in namespace 0. */
export const SERVICES: readonly ServiceRow[] = [
  row(422, 425, 'find servers', 'diagnose', 'U', '[D]'),
  row(12208, 12209, 'find servers on the network', 'diagnose'),
  row(428, 431, 'get endpoints', 'diagnose', 'U', '[E]'),
  row(437, 440, 'register a server', 'session', 'P'),
  row(12211, 12212, 'register a server', 'session', 'P'),
  row(446, 449, 'open secure channel', 'session', 'uuR'),
  row(452, 455, 'close secure channel', 'session'),
  row(461, 464, 'create session', 'session', 'DsUssZ', 'nndsZ[E]'),
  row(467, 470, 'activate session', 'session', 'ss[ss][s]T'),
  row(473, 476, 'close session', 'session'),
  row(479, 482, 'cancel requests', 'session'),
  row(488, 491, 'add nodes', 'program', '[NnNquxn]', '[Cn]'),
  row(494, 497, 'add references', 'program', '[NnbsNu]', '[C]'),
  row(500, 503, 'delete nodes', 'program', '[Nb]', '[C]'),
  row(506, 509, 'delete references', 'program', '[NnbNb]', '[C]'),
  row(527, 530, 'browse', 'read', 'nduu[Nunbuu]', '[Cs[nbnqlun]]'),
  row(533, 536, 'browse on', 'read', '', '[Cs[nbnqlun]]'),
  row(554, 557, 'translate browse paths', 'read', '[N[nbbq]]', '[C[nu]]'),
  row(560, 563, 'register nodes', 'session', '[N]'),
  row(566, 569, 'unregister nodes', 'session', '[N]'),
  row(615, 618, 'query', 'read'),
  row(621, 624, 'query on', 'read'),
  row(631, 634, 'read', 'read', 'du[NAsq]', '[V]'),
  row(664, 667, 'read history', 'read', 'xub[Nsqs]', '[Csx]'),
  row(673, 676, 'write', 'write', '[NAsV]', '[C]'),
  row(700, 703, 'change history', 'write', '[H]', '[C[u][i]]'),
  row(712, 715, 'call a method', 'control', '[NM[v]]', '[C[u][i][v]]'),
  row(751, 754, 'create monitored items', 'read', 'uu[NAsquudxub]', '[Cudux]'),
  row(763, 766, 'modify monitored items', 'session', '', '[Cdux]'),
  row(769, 772, 'set monitoring mode', 'session', '', '[C]'),
  row(775, 778, 'set triggering', 'session', '', '[C][i][C]'),
  row(781, 784, 'delete monitored items', 'session', '', '[C]'),
  row(787, 790, 'create subscription', 'session'),
  row(793, 796, 'modify subscription', 'session'),
  row(799, 802, 'set publishing mode', 'session', '', '[C]'),
  row(826, 829, 'publish', 'read'),
  row(832, 835, 'publish again', 'read'),
  row(841, 844, 'transfer subscriptions', 'session', '', '[C[u]]'),
  row(847, 850, 'delete subscriptions', 'session', '', '[C]'),
]

/** The answer to a request that failed as a whole; it does not say which. */
export const SERVICE_FAULT = 397

/** Methods of namespace 0 that do something an owner may want to allow or forbid, by the node ids of type and well-known instance. */
export const METHODS: readonly (CodeRow & { readonly ids: readonly number[] })[] = [
  { title: 'call: open a file', class: 'file', ids: [11580, 12543, 16013] },
  { title: 'call: close a file', class: 'file', ids: [11583, 16060] },
  { title: 'call: read a file', class: 'file', ids: [11585, 16074] },
  { title: 'call: write a file', class: 'file', ids: [11588, 16101] },
  { title: 'call: position in a file', class: 'file', ids: [11590, 11593, 16103, 16124] },
  { title: 'call: create a directory', class: 'file', ids: [13387, 16348] },
  { title: 'call: create a file', class: 'file', ids: [13390, 16351] },
  { title: 'call: delete a file', class: 'file', ids: [13393, 16354] },
  { title: 'call: move or copy a file', class: 'file', ids: [13395, 16356] },
  { title: 'call: prepare a file for reading', class: 'file', ids: [15746] },
  { title: 'call: prepare a file for writing', class: 'file', ids: [15749] },
  { title: 'call: commit a file', class: 'file', ids: [15751] },
  { title: 'call: export a namespace', class: 'file', ids: [11615] },
  { title: 'call: start a program', class: 'control', ids: [2426] },
  { title: 'call: suspend a program', class: 'control', ids: [2427] },
  { title: 'call: resume a program', class: 'control', ids: [2428] },
  { title: 'call: halt a program', class: 'control', ids: [2429] },
  { title: 'call: reset a program', class: 'control', ids: [2430] },
  { title: 'call: change the state of the server', class: 'control', ids: [12883, 12886] },
  { title: 'call: fail over', class: 'control', ids: [32416] },
  { title: 'call: refresh conditions', class: 'diagnose', ids: [3875, 12912] },
  { title: 'call: list monitored items', class: 'diagnose', ids: [11489, 11492] },
  { title: 'call: send data again', class: 'read', ids: [12871, 12873] },
  { title: 'call: make a subscription durable', class: 'session', ids: [12746, 12749] },
  { title: 'call: acknowledge an alarm', class: 'control', ids: [9111] },
  { title: 'call: confirm an alarm', class: 'control', ids: [9113] },
  { title: 'call: comment on a condition', class: 'control', ids: [9029] },
  { title: 'call: enable a condition', class: 'control', ids: [9027] },
  { title: 'call: disable a condition', class: 'control', ids: [9028] },
  { title: 'call: answer a dialog', class: 'control', ids: [9069, 24312] },
  { title: 'call: shelve an alarm', class: 'control', ids: [2948, 2949, 24756, 24760] },
  { title: 'call: unshelve an alarm', class: 'control', ids: [2947, 24758] },
  { title: 'call: silence an alarm', class: 'control', ids: [16402] },
  { title: 'call: suppress an alarm', class: 'control', ids: [16403, 24316] },
  { title: 'call: end suppression of an alarm', class: 'control', ids: [17868, 24318] },
  { title: 'call: take an alarm out of service', class: 'control', ids: [17869, 24320] },
  { title: 'call: place an alarm in service', class: 'control', ids: [17870, 24322] },
  { title: 'call: reset an alarm', class: 'control', ids: [18199, 24324] },
  { title: 'call: change the certificate of the server', class: 'program', ids: [12616, 13737, 19337, 19340, 19342, 19345] },
  { title: 'call: request to sign the certificate', class: 'program', ids: [12731, 12737] },
  { title: 'call: apply changes of configuration', class: 'program', ids: [12734, 12740, 15505, 15508, 16317, 16320, 25508] },
  { title: 'call: cancel changes of configuration', class: 'program', ids: [25698, 25708] },
  { title: 'call: reset to defaults of the maker', class: 'program', ids: [25699, 25709] },
  { title: 'call: change the trust list', class: 'program', ids: [12546, 12548, 12550] },
  { title: 'call: list rejected certificates', class: 'diagnose', ids: [12775, 12777, 23526] },
  { title: 'call: list certificates', class: 'diagnose', ids: [32296, 32333] },
  { title: 'call: add a user', class: 'program', ids: [24269, 24304] },
  { title: 'call: modify a user', class: 'program', ids: [24271, 24306] },
  { title: 'call: remove a user', class: 'program', ids: [24273, 24308] },
  { title: 'call: change the password', class: 'program', ids: [24275, 24310] },
  { title: 'call: change a role', class: 'program', ids: [15624, 15626, 15997, 16000, 16176, 16178, 16180, 16182, 16301, 16304] },
  { title: 'call: change stored credentials', class: 'program', ids: [17522, 17528, 18006, 18008] },
  { title: 'call: get publishing keys', class: 'read', ids: [15215, 15907] },
  { title: 'call: change publishing keys', class: 'program', ids: [17296, 17364, 25624, 25625, 25647] },
  { title: 'call: change publishing', class: 'program', ids: [14225, 14432, 14645, 14646, 15461, 15464, 16598, 17366, 17369, 17427, 17465, 17969, 17992, 21082, 21085] },
  { title: 'call: read log records', class: 'diagnose', ids: [19353, 19373] },
] // biome-ignore format: a table

/** Kinds of identity token by the node id of their binary encoding (OPC 10000-4, 7.40). */
export const TOKENS: readonly { readonly id: number; readonly name: string }[] = [
  { id: 321, name: 'anonymous' },
  { id: 324, name: 'user name' },
  { id: 327, name: 'certificate' },
  { id: 940, name: 'issued token' },
]
export const USER_NAME = 324
export const ISSUED = 940

/** Details of a change of history that take values away, by the node id of their binary encoding. */
export const HISTORY_DELETES: ReadonlySet<number> = new Set([688, 691, 694])

/** Structures with what a server says about its build: `BuildInfo`, and `ServerStatusDataType` that holds one. */
export const BUILD_INFO = 340
export const SERVER_STATUS = 864

/** Security modes (`MessageSecurityMode`). */
export const MODES: readonly string[] = ['invalid', 'None', 'Sign', 'SignAndEncrypt']

/** Kinds of application (`ApplicationType`). */
export const APPLICATION_TYPES: readonly string[] = [
  'OPC UA server',
  'OPC UA client',
  'OPC UA client and server',
  'OPC UA discovery server',
]

/** Status codes that say that a right or a proof was missing: certificates, security checks, identity tokens, user access. */
export const DENIED: ReadonlySet<number> = new Set([
  0x80120000, 0x80130000, 0x80140000, 0x80150000, 0x80160000, 0x80170000, 0x80180000, 0x80190000, 0x801a0000, 0x801b0000,
  0x801c0000, 0x801d0000, 0x801e0000, 0x801f0000, 0x80200000, 0x80210000, 0x80540000, 0x80550000, 0x80570000, 0x80580000,
  0x80590000, 0x80e60000, 0x810d0000, 0x81140000,
]) // biome-ignore format: a list

/** Bytes of the signature behind each chunk where only signing is agreed, by the end of the policy's address; 32 for all others. */
export const SHORT_SIGNATURES: readonly string[] = ['Basic128Rsa15', 'Basic256']
export const SHORT_SIGNATURE = 20
export const SIGNATURE = 32
