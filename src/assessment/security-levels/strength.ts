import type { Sha256 } from '../../groundwork/canonical.ts'
import type { Day } from '../../groundwork/day.ts'
import { type Diagnostic, reporter } from '../../groundwork/diagnostic.ts'
import { didYouMean } from '../../groundwork/near.ts'
import type { Evidence, Scope } from '../../plant/plant.ts'
import type { EvidenceKind } from '../../standard/catalog.ts'
import { type Strength, weaker } from '../../standard/verdict.ts'
import { assessmentDiagnostics } from '../diagnostics.ts'

const report = reporter(assessmentDiagnostics)

/** What a piece of evidence carries: its strength, or nothing at all; and every downgrade on the way there. */
export interface Derived {
  readonly strength: Strength | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** What the strength of evidence is derived from besides itself; `files` are the hashes of the files that are held. */
export interface Ground {
  readonly asOf: Day
  readonly files: ReadonlyMap<string, Sha256>
  readonly kinds: ReadonlyMap<string, EvidenceKind>
}

/** A thing that a scope may name, by itself or by a class that it belongs to. */
export interface Nameable {
  readonly id: string
  isNamedBy(scope: Scope): boolean
}

/**
 * Derives how far evidence carries for a thing (DESIGN §6): the ceiling of its kind, less where file, hash, date, device or
 * person are missing or the scope does not name the thing; nothing outside its days. Without a subject: at its best.
 */
export function deriveStrength(evidence: Evidence, ground: Ground & { readonly subject?: Nameable }): Derived {
  const diagnostics: Diagnostic[] = []
  const where = { span: evidence.span }
  const named = { evidence: evidence.id as string }
  const nothing = (): Derived => ({ strength: undefined, diagnostics })
  const kind = ground.kinds.get(evidence.kind)
  let strength: Strength = kind?.ceiling ?? 'claimed'
  const atMost = (limit: Strength, diagnostic: (strength: Strength) => Diagnostic) => {
    if (strength === weaker(strength, limit)) return
    strength = limit
    diagnostics.push(diagnostic(limit))
  }
  if (evidence.until !== undefined && evidence.until < ground.asOf) {
    diagnostics.push(report('EVIDENCE_EXPIRED', { ...named, until: evidence.until, asOf: ground.asOf }, where))
    return nothing()
  }
  if (evidence.date !== undefined && evidence.date > ground.asOf) {
    diagnostics.push(report('EVIDENCE_AHEAD', { ...named, date: evidence.date, asOf: ground.asOf }, where))
    return nothing()
  }
  if (!kind) {
    const help = didYouMean(evidence.kind, ground.kinds.keys())
    diagnostics.push(report('EVIDENCE_KIND_UNKNOWN', { ...named, kind: evidence.kind }, { ...where, help }))
    return { strength, diagnostics }
  }
  const { file } = evidence
  const held = file === undefined ? undefined : ground.files.get(file)
  atMostFile()
  if (kind.needsDevice && evidence.device === undefined)
    atMost(kind.otherwise, (s) => report('EVIDENCE_NO_DEVICE', { ...named, strength: s }, where))
  if (evidence.date === undefined) {
    const undated = kind.column === 'document' ? 'claimed' : 'documented'
    atMost(kind.needsDevice ? kind.otherwise : undated, (s) =>
      report('EVIDENCE_NO_DATE', { ...named, strength: s }, where),
    )
  }
  if (kind.ceiling === 'tested' && evidence.by === undefined)
    atMost('documented', (s) => report('EVIDENCE_NO_PERSON', { ...named, strength: s }, where))
  const scope = scopeOf(evidence)
  if (scope.length === 0) atMost('claimed', () => report('EVIDENCE_NO_SCOPE', named, where))
  const { subject } = ground
  if (subject && !scope.some((s) => subject.isNamedBy(s)))
    atMost('claimed', () => report('EVIDENCE_NOT_ABOUT', { ...named, item: subject.id }, where))
  return { strength, diagnostics }

  function atMostFile() {
    if (file === undefined) atMost('claimed', () => report('EVIDENCE_NO_FILE', named, where))
    else if (held === undefined) atMost('claimed', () => report('EVIDENCE_FILE_MISSING', { ...named, file }, where))
    else if (evidence.hash === undefined)
      atMost('claimed', () => report('EVIDENCE_NOT_HASHED', { ...named, file }, where))
    else if (evidence.hash !== held) atMost('claimed', () => report('EVIDENCE_HASH_DIFFERS', { ...named, file }, where))
  }
}

/** What evidence is about: its scope, or the device it was read from where no scope is written. */
export function scopeOf(evidence: Evidence): readonly Scope[] {
  if (evidence.scope.length > 0 || evidence.device === undefined) return evidence.scope
  return [{ kind: 'asset', id: evidence.device }]
}
