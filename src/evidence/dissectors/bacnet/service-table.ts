import type { OperationClass } from '../../observation.ts'

interface Row {
  readonly title: string
  readonly class: OperationClass
}

/** Confirmed services by their choice (ASHRAE 135, clause 21, BACnetConfirmedServiceChoice). */
export const CONFIRMED: Readonly<Record<number, Row>> = {
  0: { title: 'acknowledge alarm', class: 'control' },
  1: { title: 'change of value notification', class: 'read' },
  2: { title: 'event notification', class: 'diagnose' },
  3: { title: 'get alarm summary', class: 'diagnose' },
  4: { title: 'get enrollment summary', class: 'diagnose' },
  5: { title: 'subscribe to changes of value', class: 'read' },
  6: { title: 'read file', class: 'file' },
  7: { title: 'write file', class: 'file' },
  8: { title: 'add list element', class: 'write' },
  9: { title: 'remove list element', class: 'write' },
  10: { title: 'create object', class: 'program' },
  11: { title: 'delete object', class: 'program' },
  12: { title: 'read property', class: 'read' },
  13: { title: 'read property conditional', class: 'read' },
  14: { title: 'read properties', class: 'read' },
  15: { title: 'write property', class: 'write' },
  16: { title: 'write properties', class: 'write' },
  17: { title: 'device communication control', class: 'control' },
  18: { title: 'private transfer', class: 'other' },
  19: { title: 'text message', class: 'other' },
  20: { title: 'reinitialize device', class: 'control' },
  21: { title: 'open virtual terminal', class: 'session' },
  22: { title: 'close virtual terminal', class: 'session' },
  23: { title: 'virtual terminal data', class: 'control' },
  24: { title: 'authenticate', class: 'session' },
  25: { title: 'request key', class: 'session' },
  26: { title: 'read range', class: 'read' },
  27: { title: 'life safety operation', class: 'control' },
  28: { title: 'subscribe to changes of a property', class: 'read' },
  29: { title: 'get event information', class: 'diagnose' },
  30: { title: 'subscribe to changes of several properties', class: 'read' },
  31: { title: 'change of values notification', class: 'read' },
  32: { title: 'audit notification', class: 'diagnose' },
  33: { title: 'query audit log', class: 'diagnose' },
  34: { title: 'request authentication', class: 'session' },
}

/** Unconfirmed services (BACnetUnconfirmedServiceChoice). */
export const UNCONFIRMED: Readonly<Record<number, Row>> = {
  0: { title: 'I am', class: 'diagnose' },
  1: { title: 'I have', class: 'diagnose' },
  2: { title: 'change of value notification', class: 'read' },
  3: { title: 'event notification', class: 'diagnose' },
  4: { title: 'private transfer', class: 'other' },
  5: { title: 'text message', class: 'other' },
  6: { title: 'set time', class: 'control' },
  7: { title: 'who has', class: 'diagnose' },
  8: { title: 'who is', class: 'diagnose' },
  9: { title: 'set UTC time', class: 'control' },
  10: { title: 'write group', class: 'write' },
  11: { title: 'change of values notification', class: 'read' },
  12: { title: 'audit notification', class: 'diagnose' },
  13: { title: 'who am I', class: 'diagnose' },
  14: { title: 'you are', class: 'control' },
}

/** What a device is told to become (clause 16.4.1.1.2), and the class that the state asks for. */
export const REINITIALIZE: readonly Row[] = [
  { title: 'cold start', class: 'control' },
  { title: 'warm start', class: 'control' },
  { title: 'begin of backup', class: 'file' },
  { title: 'end of backup', class: 'file' },
  { title: 'begin of restore', class: 'program' },
  { title: 'end of restore', class: 'program' },
  { title: 'abort of restore', class: 'program' },
  { title: 'activate changes', class: 'control' },
]

/** What communication is to be (clause 16.1.1.1.2). */
export const COMMUNICATION: readonly string[] = ['enable', 'disable', 'disable initiation']

/** Messages of the network layer (clause 6.2.4). */
export const NETWORK: Readonly<Record<number, Row>> = {
  0: { title: 'who is router to network', class: 'diagnose' },
  1: { title: 'I am router to network', class: 'diagnose' },
  2: { title: 'I could be router to network', class: 'diagnose' },
  3: { title: 'message rejected', class: 'session' },
  4: { title: 'router busy', class: 'session' },
  5: { title: 'router available', class: 'session' },
  6: { title: 'initialize routing table', class: 'control' },
  7: { title: 'routing table acknowledged', class: 'diagnose' },
  8: { title: 'establish connection to network', class: 'control' },
  9: { title: 'disconnect connection to network', class: 'control' },
  10: { title: 'challenge request', class: 'session' },
  11: { title: 'security payload', class: 'session' },
  12: { title: 'security response', class: 'session' },
  13: { title: 'request key update', class: 'session' },
  14: { title: 'update key set', class: 'control' },
  15: { title: 'update distribution key', class: 'control' },
  16: { title: 'request master key', class: 'session' },
  17: { title: 'set master key', class: 'control' },
  18: { title: 'what is network number', class: 'diagnose' },
  19: { title: 'network number is', class: 'diagnose' },
}

/** Functions of BACnet/IP (annex J.2). */
export const LINK: Readonly<Record<number, Row>> = {
  0: { title: 'result', class: 'session' },
  1: { title: 'write broadcast distribution table', class: 'write' },
  2: { title: 'read broadcast distribution table', class: 'diagnose' },
  3: { title: 'broadcast distribution table', class: 'diagnose' },
  4: { title: 'forwarded message', class: 'session' },
  5: { title: 'register foreign device', class: 'session' },
  6: { title: 'read foreign device table', class: 'diagnose' },
  7: { title: 'foreign device table', class: 'diagnose' },
  8: { title: 'delete entry of foreign device table', class: 'write' },
  9: { title: 'distribute broadcast', class: 'session' },
  10: { title: 'unicast message', class: 'session' },
  11: { title: 'broadcast message', class: 'session' },
  12: { title: 'secured message', class: 'session' },
}

/** Functions of BACnet/IPv6 (annex U.2). */
export const LINK6: Readonly<Record<number, Row>> = {
  0: { title: 'result', class: 'session' },
  1: { title: 'unicast message', class: 'session' },
  2: { title: 'broadcast message', class: 'session' },
  3: { title: 'address resolution', class: 'session' },
  4: { title: 'forwarded address resolution', class: 'session' },
  5: { title: 'address resolution acknowledged', class: 'session' },
  6: { title: 'virtual address resolution', class: 'session' },
  7: { title: 'virtual address resolution acknowledged', class: 'session' },
  8: { title: 'forwarded message', class: 'session' },
  9: { title: 'register foreign device', class: 'session' },
  10: { title: 'delete entry of foreign device table', class: 'write' },
  11: { title: 'secured message', class: 'session' },
  12: { title: 'distribute broadcast', class: 'session' },
}

/** What a result of BACnet/IP refuses, by its code divided by 16 (annex J.2.1). */
export const LINK_RESULTS: readonly string[] = [
  'accepted',
  'writing the distribution table refused',
  'reading the distribution table refused',
  'registration refused',
  'reading the foreign device table refused',
  'deleting a foreign device refused',
  'distribution refused',
]

/** Why a request failed, as far as it tells something to people (BACnetErrorCode, clause 18). */
export const ERRORS: Readonly<Record<number, string>> = {
  3: 'configuration in progress',
  4: 'device busy',
  5: 'dynamic creation not supported',
  6: 'file access denied',
  8: 'inconsistent parameters',
  14: 'invalid file start position',
  18: 'no space for object',
  23: 'object deletion not permitted',
  25: 'operational problem',
  26: 'password failure',
  27: 'read access denied',
  29: 'service request denied',
  30: 'timeout',
  31: 'unknown object',
  32: 'unknown property',
  37: 'value out of range',
  40: 'write access denied',
  42: 'invalid array index',
  44: 'not configured for subscription',
  45: 'optional functionality not supported',
  50: 'property is not an array',
  85: 'access denied',
}

/** Reasons of a reject (clause 18.9). */
export const REJECTS: readonly string[] = [
  'other', 'buffer overflow', 'inconsistent parameters', 'invalid parameter data type', 'invalid tag', 'missing parameter',
  'parameter out of range', 'too many arguments', 'undefined enumeration', 'unrecognized service',
] // biome-ignore format: a list

/** Reasons of an abort (clause 18.10). */
export const ABORTS: readonly string[] = [
  'other', 'buffer overflow', 'invalid in this state', 'preempted by a task of higher priority', 'segmentation not supported',
  'security error', 'insufficient security', 'window size out of range', 'application too slow', 'time-out of transaction',
  'out of resources', 'time-out of the other side', 'answer too long',
] // biome-ignore format: a list
