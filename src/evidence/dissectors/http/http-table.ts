import type { OperationClass } from '../../observation.ts'

/** What a method does to the other side. */
export interface MethodRow {
  readonly name: string
  readonly title: string
  readonly class: OperationClass
}

/**
 * Methods of HTTP (RFC 9110, clause 9; RFC 5789), WebDAV and its versions (RFC 4918, 3253, 3744, 5323), events of UPnP devices,
 * and the preface of HTTP/2 (RFC 9113, clause 3.4). An operation code is the place in this list, so new ones go to its end.
 */
export const METHODS: readonly MethodRow[] = [
  { name: 'GET', title: 'get', class: 'read' },
  { name: 'HEAD', title: 'get the header only', class: 'read' },
  { name: 'POST', title: 'send to a resource', class: 'write' },
  { name: 'PUT', title: 'store', class: 'write' },
  { name: 'PATCH', title: 'change in part', class: 'write' },
  { name: 'DELETE', title: 'delete', class: 'write' },
  { name: 'OPTIONS', title: 'ask what is possible', class: 'diagnose' },
  { name: 'TRACE', title: 'loop back', class: 'diagnose' },
  { name: 'CONNECT', title: 'open a tunnel', class: 'session' },
  { name: 'PRI', title: 'begin HTTP/2 without TLS', class: 'session' },
  { name: 'PROPFIND', title: 'read properties', class: 'read' },
  { name: 'PROPPATCH', title: 'change properties', class: 'write' },
  { name: 'MKCOL', title: 'make a collection', class: 'file' },
  { name: 'COPY', title: 'copy', class: 'file' },
  { name: 'MOVE', title: 'move', class: 'file' },
  { name: 'LOCK', title: 'lock', class: 'other' },
  { name: 'UNLOCK', title: 'unlock', class: 'other' },
  { name: 'REPORT', title: 'ask for a report', class: 'read' },
  { name: 'SEARCH', title: 'search', class: 'read' },
  { name: 'ACL', title: 'change access rights', class: 'control' },
  { name: 'NOTIFY', title: 'tell an event', class: 'other' },
  { name: 'SUBSCRIBE', title: 'subscribe to events', class: 'session' },
  { name: 'UNSUBSCRIBE', title: 'unsubscribe from events', class: 'session' },
  { name: 'RPC_IN_DATA', title: 'tunnel remote procedure calls', class: 'session' },
  { name: 'RPC_OUT_DATA', title: 'tunnel remote procedure calls back', class: 'session' },
  { name: 'BPROPFIND', title: 'read properties of many', class: 'read' },
  { name: 'CCM_POST', title: 'talk to a management point', class: 'other' },
  { name: 'MKCALENDAR', title: 'make a calendar', class: 'file' },
  { name: 'MERGE', title: 'merge versions', class: 'write' },
  { name: 'CHECKOUT', title: 'check out', class: 'write' },
]

/** What a status means (RFC 9110, clause 15, and the registry it founds). */
export const STATUS: Readonly<Record<number, string>> = {
  100: 'go on', 101: 'protocols are switched', 102: 'processing', 103: 'early hints',
  200: 'done', 201: 'created', 202: 'accepted', 203: 'done, changed on the way', 204: 'done, nothing to show',
  205: 'done, reset the view', 206: 'part of it', 207: 'several results',
  300: 'several choices', 301: 'moved for good', 302: 'found elsewhere', 303: 'see elsewhere', 304: 'not changed',
  305: 'use a proxy', 307: 'elsewhere for now', 308: 'elsewhere for good',
  400: 'bad request', 401: 'not logged in', 402: 'payment required', 403: 'forbidden', 404: 'not found',
  405: 'method not allowed', 406: 'not acceptable', 407: 'not logged in at the proxy', 408: 'request timed out', 409: 'conflict',
  410: 'gone', 411: 'length required', 412: 'precondition failed', 413: 'too large', 414: 'address too long',
  415: 'kind of content not supported', 416: 'no such range', 417: 'expectation failed', 421: 'misdirected',
  422: 'content not processable', 423: 'locked', 424: 'depends on what failed', 426: 'upgrade required',
  428: 'precondition required', 429: 'too many requests', 431: 'header too large', 451: 'not available for legal reasons',
  500: 'error inside the server', 501: 'not implemented', 502: 'bad gateway', 503: 'not available', 504: 'gateway timed out',
  505: 'version not supported', 507: 'no room', 511: 'not logged in to the network',
} // biome-ignore format: a table

/** Statuses that refuse for want of a right. */
export const DENIED: ReadonlySet<number> = new Set([401, 403, 407, 511])

/** Kinds of objects, by the number with which they are reported. */
export const KINDS = ['host', 'path', 'soap-action', 'upgrade', 'denied'] as const

/** Elements of a description of a UPnP device (UPnP Device Architecture, clause 2.3) and what they tell. */
export const ELEMENTS: Readonly<Record<string, string>> = {
  friendlyName: 'name',
  manufacturer: 'make',
  modelName: 'product',
  modelNumber: 'order-number',
  modelDescription: 'description',
  serialNumber: 'serial',
}

/** Titles of pages by which industrial devices say what they are, and who makes those. */
export const TITLES: readonly { readonly says: RegExp; readonly make?: string }[] = [
  { says: /^(?:SIMATIC|SIMOTION|SINAMICS|SCALANCE|RUGGEDCOM|LOGO!|SIPLUS|SITOP)/i, make: 'Siemens' },
  { says: /^Siemens\b.*\bS7-?\d/i, make: 'Siemens' },
  { says: /^(?:Schneider Electric|Modicon|FactoryCast)|\b(?:BMX|BME|140|TSX) ?(?:NO[CEMR]|P|ETY|NOE)\w* ?\d{2,}/i, make: 'Schneider Electric' },
  { says: /^(?:Rockwell Automation|Allen-Bradley)|\b(?:17(?:56|34|69|83|94)|1761|5069)-\w+/i, make: 'Rockwell Automation' },
  { says: /\bWAGO\b/, make: 'WAGO' },
  { says: /^(?:MOXA|NPort|EDS-|MGate|ioLogik)/i, make: 'Moxa' },
  { says: /^(?:Beckhoff|TwinCAT)\b/i, make: 'Beckhoff' },
  { says: /^Phoenix Contact\b|\bmGuard\b/i, make: 'Phoenix Contact' },
  { says: /\bHirschmann\b/i, make: 'Hirschmann' },
  { says: /^(?:SEL-\d+|Schweitzer)/i, make: 'Schweitzer Engineering Laboratories' },
  { says: /\b(?:Tridium|Niagara)\b/i, make: 'Tridium' },
  { says: /^Anybus\b/i, make: 'HMS' },
  { says: /^Lantronix\b/i, make: 'Lantronix' },
  { says: /^Digi (?:Connect|One|Port)/i, make: 'Digi' },
  { says: /^(?:eWON|Ewon)\b/, make: 'HMS' },
  { says: /\bRed Lion\b/i, make: 'Red Lion' },
  { says: /\b(?:PLC|HMI|RTU)\b/ },
] // biome-ignore format: a table
