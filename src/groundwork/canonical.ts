import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Brand } from './brand.ts'
import { byText } from './order.ts'

/** A SHA-256 as 64 lower-case hex digits (FIPS 180-4). */
export type Sha256 = Brand<string, 'Sha256'>

/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** One text for one value: keys sorted by code unit, `undefined` left out, as RFC 8785 does for the values used here. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const entries = Object.entries(value as Record<string, unknown>)
    .filter(([, v]) => v !== undefined)
    .sort(([a], [b]) => byText(a, b))
  return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`
}

/** SHA-256 of bytes or of a text in UTF-8. */
export function sha256Of(content: Uint8Array | string): Sha256 {
  return bytesToHex(sha256(typeof content === 'string' ? utf8ToBytes(content) : content)) as Sha256
}

/** The id of a value: SHA-256 of its canonical JSON. */
export function contentId(value: unknown): Sha256 {
  return sha256Of(canonicalJson(value))
}

/** Whether a text is written as a SHA-256. */
export function isSha256(text: string): text is Sha256 {
  return /^[0-9a-f]{64}$/.test(text)
}
