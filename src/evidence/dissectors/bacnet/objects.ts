import { CREDENTIALS, type FactKind, type Sink } from '../../dissector.ts'
import { u32 } from '../integers.ts'
import { readIAm, readIHave, readProperty } from './identity.ts'
import { DEVICE, GROUP, NAME, PROPERTY, VENDOR } from './object-table.ts'
import { behindClosing, isContext, isIdentifier, isOpening, readTag, tag, tagNumber } from './tags.ts'

const PASSWORD: FactKind = { attribute: CREDENTIALS, by: 'bacnet' }
const LAST_INSTANCE = 0x3fffff
const OBJECT_ID = 12
/** Tags at the top of a message that are looked at for what it touches. */
const MOST_TAGS = 16
const NONE = -1

/** In which context tags a service names object and property (clauses 13 to 16), as object and property times 16. */
const PLACES: Readonly<Record<number, number>> = {
  0: at(1),
  1: at(2),
  2: at(2),
  5: at(1),
  8: at(0, 1),
  9: at(0, 1),
  12: at(0, 1),
  15: at(0, 1),
  26: at(0, 1),
  27: at(3),
  28: at(1),
}
const UNCONFIRMED_PLACES: Readonly<Record<number, number>> = { 2: at(2), 3: at(2) }

function at(object: number, property = 15): number {
  return object | (property << 4)
}

/** Reports what a confirmed request touches; `i` stands behind its service choice. */
export function requestObjects(b: Uint8Array, i: number, to: number, service: number, out: Sink): void {
  const place = PLACES[service]
  if (place !== undefined) return places(b, i, to, place & 15, place >> 4, out)
  switch (service) {
    case 14:
    case 16:
      return specifications(b, i, to, 0, false, out)
    case 6:
    case 7:
    case 11:
      return applicationObject(b, i, to, out)
    case 10:
      return created(b, i, to, out)
    case 17:
      return password(b, i, to, 2, out)
    case 18:
      return vendor(b, i, to, out)
    case 20:
      return password(b, i, to, 1, out)
  }
}

/** Reports what the answer to a confirmed request touches and says. */
export function answerObjects(b: Uint8Array, i: number, to: number, service: number, out: Sink): void {
  if (service === 12) property(b, i, to, out)
  else if (service === 14) specifications(b, i, to, 2, true, out)
  else if (service === 26) places(b, i, to, 0, 1, out)
  else if (service === 10) applicationObject(b, i, to, out)
}

/** Reports what an unconfirmed message touches and says. */
export function unconfirmedObjects(b: Uint8Array, i: number, to: number, service: number, out: Sink): void {
  const place = UNCONFIRMED_PLACES[service]
  if (place !== undefined) return places(b, i, to, place & 15, place >> 4, out)
  switch (service) {
    case 0:
      applicationObject(b, i, to, out)
      return readIAm(b, i, to, out)
    case 1:
      applicationObject(b, i, to, out)
      return readIHave(b, i + 5, to, out)
    case 4:
      return vendor(b, i, to, out)
    case 7:
    case 8:
      return wanted(b, i, to, out)
    case 10:
      if (readTag(b, i, to) >= 0 && isContext(0)) out.object(GROUP, tagNumber(b), tagNumber(b))
  }
}

/** The number of a small enumeration in a context tag at the top of a request; -1 where there is none. */
export function choice(b: Uint8Array, from: number, to: number, number: number): number {
  for (let i = from, n = 0; n < MOST_TAGS; n++) {
    i = readTag(b, i, to)
    if (i < 0) return NONE
    if (isContext(number)) return tagNumber(b)
  }
  return NONE
}

/** The identifier of the object that a write is about; -1 where none is found. */
export function writtenObject(b: Uint8Array, i: number, to: number): number {
  return readTag(b, i, to) >= 0 && isContext(0) && isIdentifier() ? u32(b, tag.from) : NONE
}

function object(identifier: number, out: Sink): void {
  out.object(identifier >>> 22, identifier & LAST_INSTANCE, identifier & LAST_INSTANCE)
}

function places(b: Uint8Array, from: number, to: number, objectTag: number, propertyTag: number, out: Sink): void {
  for (let i = from, n = 0; n < MOST_TAGS; n++) {
    i = readTag(b, i, to)
    if (i < 0 || tag.closing) return
    if (tag.opening) {
      i = behindClosing(b, i, to)
      if (i < 0) return
    } else if (isContext(objectTag) && isIdentifier()) object(u32(b, tag.from), out)
    else if (isContext(propertyTag)) return out.object(PROPERTY, tagNumber(b), tagNumber(b))
  }
}

function applicationObject(b: Uint8Array, i: number, to: number, out: Sink): void {
  if (readTag(b, i, to) >= 0 && !tag.context && tag.number === OBJECT_ID && isIdentifier())
    object(u32(b, tag.from), out)
}

/** Object specifier of a CreateObject (clause 15.3.1.1.1): a type alone, which has no instance yet, or an identifier. */
function created(b: Uint8Array, from: number, to: number, out: Sink): void {
  const i = readTag(b, from, to)
  if (i < 0 || !tag.opening || readTag(b, i, to) < 0 || !tag.context) return
  if (isContext(1) && isIdentifier()) object(u32(b, tag.from), out)
  else if (isContext(0) && tagNumber(b) < 1024) out.object(tagNumber(b), LAST_INSTANCE, LAST_INSTANCE)
}

function vendor(b: Uint8Array, i: number, to: number, out: Sink): void {
  if (readTag(b, i, to) >= 0 && isContext(0)) out.object(VENDOR, tagNumber(b), tagNumber(b))
}

/** A password of DeviceCommunicationControl or ReinitializeDevice goes in clear text. */
function password(b: Uint8Array, i: number, to: number, number: number, out: Sink): void {
  if (choice(b, i, to, number) !== NONE && tag.to - tag.from > 1) out.fact(PASSWORD, 'BACnet password', 'receiver')
}

/** Who-Is and Who-Has: the range of devices asked, and the object looked for (clauses 16.9 and 16.10). */
function wanted(b: Uint8Array, from: number, to: number, out: Sink): void {
  let low = NONE
  for (let i = from, n = 0; n < MOST_TAGS; n++) {
    i = readTag(b, i, to)
    if (i < 0 || !tag.context) return
    if (tag.number === 0) low = tagNumber(b)
    else if (tag.number === 1 && low >= 0 && low <= tagNumber(b)) out.object(DEVICE, low, tagNumber(b))
    else if (tag.number === 2 && isIdentifier()) object(u32(b, tag.from), out)
    else if (tag.number === 3 && tag.to - tag.from > 1) out.named(NAME, b, tag.from + 1, tag.to)
  }
}

/** A ReadProperty answer (clause 15.5.1.2): object, property, index of an array, value. */
function property(b: Uint8Array, from: number, to: number, out: Sink): void {
  let i = readTag(b, from, to)
  if (i < 0 || !isContext(0) || !isIdentifier()) return
  const identifier = u32(b, tag.from)
  object(identifier, out)
  i = readTag(b, i, to)
  if (i < 0 || !isContext(1)) return
  const number = tagNumber(b)
  out.object(PROPERTY, number, number)
  i = readTag(b, i, to)
  if (i >= 0 && isOpening(3)) readProperty(b, identifier, number, i, to, out)
}

/**
 * Specifications of several properties, in requests and answers (clauses 15.7 and 15.10): an object, then in one list its
 * properties, each with an index, a value or an error. `propertyTag` is the context tag of a property.
 */
function specifications(
  b: Uint8Array,
  from: number,
  to: number,
  propertyTag: number,
  answers: boolean,
  out: Sink,
): void {
  let identifier = 0
  let number = 0
  let inList = false
  for (let i = readTag(b, from, to); i >= 0; i = readTag(b, i, to)) {
    if (!inList) {
      if (isContext(0) && isIdentifier()) object((identifier = u32(b, tag.from)), out)
      inList = isOpening(1)
    } else if (tag.closing) inList = false
    else if (tag.opening) {
      if (answers && isOpening(4)) readProperty(b, identifier, number, i, to, out)
      i = behindClosing(b, i, to)
      if (i < 0) return
    } else if (isContext(propertyTag)) {
      number = tagNumber(b)
      out.object(PROPERTY, number, number)
    }
  }
}
