import { sentence } from '../../groundwork/diagnostic.ts'
import type { Origin } from '../../standard/origin.ts'
import { STRENGTHS, type Verdict } from '../../standard/verdict.ts'
import { assessmentDiagnostics } from '../diagnostics.ts'
import type { MeasureFact, RecordFact, StatementFact } from './basis.ts'
import type { Engine } from './engine.ts'
import type { FactSink, Subject, Use } from './facts.ts'
import type { Reason } from './levels.ts'
import { NOTHING, SHOWS_CAPABILITY, SHOWS_ITEM, SHOWS_SYSTEM_CAPABILITY } from './rows.ts'
import { NA, NO, type Standing, UNKNOWN } from './standing.ts'
import { deriveStrength } from './strength.ts'

const TEXTS = new Map(Object.entries(assessmentDiagnostics))

/** The word for a standing at a strength. */
export function verdictOf(standing: Standing, rank: number): Verdict {
  if (standing === NA) return 'not-applicable'
  return standing === NO ? 'not-met' : standing >= 2 + rank ? 'met' : 'unknown'
}

/** A standing in words: met with its strength, unknown, not met. */
export function inWords(standing: Standing): string {
  if (standing === NA) return 'not applicable'
  return standing === NO ? 'not met' : standing === UNKNOWN ? 'unknown' : `met, ${STRENGTHS[standing - 2]}`
}

/** Everything that is said about one thing and one row: the facts, their evidence, and why each counts as it does. */
export function factReasons(engine: Engine, subject: Subject, row: number): readonly Reason[] {
  const sink = new Tracer(engine, subject, row)
  engine.gatherer.gather(subject, sink)
  const { basis } = engine
  const silent = basis.recordScopes
    .naming(subject.named)
    .map((index) => basis.records[index]!)
    .filter((fact) => fact.row === row)
    .filter(({ record }) => record.effect === 'supports' || record.effect === 'hint')
    .map((fact) =>
      recordReason(
        fact,
        fact.record.effect === 'supports' ? 'corroborates, settles nothing by itself' : 'a hint, without effect',
      ),
    )
  const resolving = basis.resolutionScopes.naming(subject.named)
  const resolved = basis.recordScopes
    .naming(subject.named)
    .map((index) => basis.records[index]!)
    .filter((f) => f.row === row && (f.record.effect === 'contradicts' || f.record.effect === 'weakens'))
    .filter((fact) => engine.gatherer.isResolvedFor(subject, fact, resolving))
    .map((fact) => recordReason(fact, 'resolved by a named person with newer evidence'))
  const reasons = [...sink.reasons(), ...resolved, ...silent]
  if (reasons.length > 0) return reasons
  return [
    { says: 'nothing in the model or in the evidence speaks about it', verdict: 'unknown', origins: [], because: [] },
  ]
}

class Tracer implements FactSink {
  readonly #engine: Engine
  readonly #subject: Subject
  readonly #row: number
  readonly #later: (() => Reason)[] = []

  constructor(engine: Engine, subject: Subject, row: number) {
    this.#engine = engine
    this.#subject = subject
    this.#row = row
  }

  // Evidence is looked at only after the gathering, which holds the marks of its subject meanwhile.
  reasons(): readonly Reason[] {
    return this.#later.map((reason) => reason())
  }

  fact(row: number, met: boolean, rank: number, source: MeasureFact | RecordFact | StatementFact) {
    if (row !== this.#row) return
    const verdict = met ? 'met' : 'not-met'
    this.#later.push(() => {
      if (source.kind === 'record') return recordReason(source, `shows it, ${source.record.strength}`)
      if (source.kind === 'measure')
        return this.#measure(source, `${met ? 'in place' : source.measure.status}, ${STRENGTHS[rank]}`, verdict, 'row')
      return this.#statement(source, `built in on the certified version, ${STRENGTHS[rank]}`, verdict, 'version')
    })
  }

  contradicted(row: number, source: RecordFact) {
    if (row === this.#row)
      this.#later.push(() =>
        recordReason(source, 'contradicts; counts at every strength until a named person resolves it'),
      )
  }

  weakened(row: number, source: RecordFact) {
    if (row === this.#row)
      this.#later.push(() => recordReason(source, 'weakens; unknown until the owner answers with newer evidence'))
  }

  compensated(row: number, standing: Standing, source: MeasureFact) {
    if (row !== this.#row) return
    const word = `compensation, approved by ${source.measure.approval?.by} until ${source.measure.approval?.until}; ${inWords(standing)}`
    this.#later.push(() => this.#measure(source, word, verdictOf(standing, 0), 'in-place'))
  }

  bound(row: number, source: MeasureFact, service: Standing, binding: Standing) {
    if (row !== this.#row) return
    const isService = source.measure.role === 'service'
    const word = isService
      ? `service ${inWords(service)}; this item bound to it: ${inWords(binding)}`
      : `measure for the system as a whole; ${inWords(service)}`
    this.#later.push(() => {
      const reason = this.#measure(source, word, verdictOf(Math.min(service, binding), 0), 'row')
      if (!isService) return reason
      return { ...reason, because: [...reason.because, ...this.#evidence(source.boundBy, 'in-place')] }
    })
  }

  capable(row: number, met: boolean, rank: number, source: StatementFact) {
    if (row !== this.#row) return
    const word = `capability (SL-C) ${met ? 'met' : 'not met'}, ${STRENGTHS[rank]}`
    this.#later.push(() => this.#statement(source, word, met ? 'met' : 'not-met', 'capability'))
  }

  outOfScope() {}

  #measure(source: MeasureFact, word: string, verdict: string, use: Use): Reason {
    const { measure } = source
    return {
      says: `measure "${measure.id}": ${word}`,
      verdict,
      origins: [{ kind: 'line', span: measure.span }],
      because: this.#evidence(source.evidence, use),
    }
  }

  #statement(source: StatementFact, word: string, verdict: string, use: Use): Reason {
    return {
      says: `"${source.by.id}" states ${source.row}: ${word}`,
      verdict,
      origins: [{ kind: 'line', span: source.statement.span }],
      because: this.#evidence(source.evidence, use),
    }
  }

  #evidence(evidence: readonly number[], use: Use): readonly Reason[] {
    const { basis, gatherer } = this.#engine
    return gatherer.uses(this.#subject, evidence, this.#row, use).map(({ evidence: e, rank, named, value }) => {
      const piece = basis.evidence[e]!
      const { asOf, files, catalogs } = basis.inputs
      const derived = deriveStrength(piece, { asOf, files, kinds: catalogs.evidenceKinds })
      const because = derived.diagnostics.map((d): Reason => leaf(sentence(d, TEXTS)))
      if (!named) because.push(leaf('its scope does not name this item, its class or its place'))
      else if (rank === 0 && derived.strength !== undefined && derived.strength !== 'claimed')
        because.push(leaf(`${why(value)}, so it leaves the row claimed`))
      const origin: Origin = {
        kind: 'document',
        evidence: piece.id,
        file: piece.file,
        hash: piece.hash,
        date: piece.date,
      }
      const counts = rank < 0 ? 'carries nothing' : `counts as ${STRENGTHS[rank]}`
      return {
        says: `evidence "${piece.id}" (${piece.kind}) ${counts}`,
        verdict: undefined,
        origins: [origin, { kind: 'line', span: piece.span }],
        because,
      }
    })
  }
}

function why(value: number): string {
  switch (value) {
    case NOTHING:
      return 'evidence of this kind only supports this row or says nothing about it'
    case SHOWS_ITEM:
      return 'evidence of this kind speaks only for items that it names one by one'
    case SHOWS_CAPABILITY:
    case SHOWS_SYSTEM_CAPABILITY:
      return 'evidence of this kind shows what can be done, not what is in use'
    default:
      return 'it was not issued for the version that runs'
  }
}

function recordReason({ record }: RecordFact, word: string): Reason {
  const verdict =
    record.effect === 'contradicts'
      ? 'not-met'
      : record.effect === 'shows'
        ? 'met'
        : record.effect === 'weakens'
          ? 'unknown'
          : undefined
  return { says: `${record.because} (${word}; ${record.day})`, verdict, origins: record.origins, because: [] }
}

function leaf(says: string): Reason {
  return { says, verdict: undefined, origins: [], because: [] }
}
