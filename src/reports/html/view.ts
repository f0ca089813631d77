import type { Sha256 } from '../../groundwork/canonical.ts'
import type { DiagnosticKind } from '../../groundwork/diagnostic.ts'
import { indexById } from '../../groundwork/order.ts'
import type { Layout } from '../../groundwork/ports.ts'
import type { SubjectLevels } from '../../assessment/security-levels/levels.ts'
import type { FR } from '../../standard/fr.ts'
import type { FrameRef } from '../../standard/origin.ts'
import { type Gap, gapsOf } from '../gaps.ts'
import { Places } from '../place.ts'
import type { Assessed, Exhibit } from '../result.ts'
import { LIMITS } from './limits.ts'
import type { Html } from './markup.ts'
import { ReasonBook } from './reason.ts'

/** What the page needs besides the result. */
export interface HtmlReportOptions {
  readonly layout: Layout
  /** Name and version of the program that made the report. */
  readonly generator: string
  readonly title?: string
  /** Texts that spans point into, so that places are shown as lines. */
  readonly texts: ReadonlyMap<string, string>
  /** Sentences of diagnostics by code. */
  readonly catalog: ReadonlyMap<string, DiagnosticKind>
  /** Every file the assessment was made from, under its hash. */
  readonly hashes: ReadonlyMap<string, Sha256>
  /** What the checks are called and which clauses they speak to. */
  readonly checks?: ReadonlyMap<string, CheckAbout>
}

/** A check as the page names it. */
export interface CheckAbout {
  readonly title: string
  readonly traces: readonly string[]
}

/** A part of the page with its place in the contents. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly body: Html
}

type Subject = Pick<SubjectLevels, 'kind' | 'id'>

/** The result with everything looked up once that several sections need. */
export interface View {
  readonly assessed: Assessed
  readonly options: HtmlReportOptions
  readonly places: Places
  readonly gaps: readonly Gap[]
  readonly reasons: ReasonBook
  readonly exhibits: readonly Exhibit[]
  /** The name people gave a zone or conduit; its id where there is none. */
  nameOf(subject: Subject): string
  zoneName(id: string | undefined): string
  /** Zones and conduits that are shown in detail, by anchor; filled before anything links to them. */
  readonly detailed: Set<string>
  /** The anchor of a zone or conduit: by place in the list, as ids are foreign text. */
  anchorOf(subject: Subject): string
  /** Where a link to a zone or conduit, or to an FR of it, leads. */
  hrefOf(subject: Subject, fr?: FR): string
  /** The anchor of a frame that is kept as an exhibit. */
  exhibitOf(frame: FrameRef): string | undefined
}

/** Looks everything up. */
export function viewOf(assessed: Assessed, options: HtmlReportOptions): View {
  const zones = indexById<string, { id: string; name: string }>(assessed.plant.zones)
  const conduits = indexById<string, { id: string; name: string }>(assessed.plant.conduits)
  const anchors = new Map(assessed.levels.subjects.map((subject, i) => [`${subject.kind}/${subject.id}`, `s${i}`]))
  const exhibits = assessed.exhibits.slice(0, LIMITS.exhibits)
  const frames = new Map(exhibits.map((exhibit, i) => [`${exhibit.source}/${exhibit.frame}`, `x${i}`]))
  const places = new Places(options.texts)
  const exhibitOf = (frame: FrameRef) => frames.get(`${frame.source}/${frame.frame}`)
  const anchorOf = ({ kind, id }: Subject) => anchors.get(`${kind}/${id}`) ?? ''
  const detailed = new Set<string>()
  const answers = assessed.levels.subjects.reduce((sum, subject) => sum + subject.binding.documented.length, 0)
  return {
    assessed,
    options,
    places,
    exhibits,
    exhibitOf,
    gaps: gapsOf(assessed),
    reasons: new ReasonBook(places, exhibitOf, answers),
    detailed,
    nameOf: ({ kind, id }) => (kind === 'zone' ? zones : conduits).get(id)?.name ?? id,
    zoneName: (id) => (id === undefined ? 'no declared zone' : (zones.get(id)?.name ?? id)),
    anchorOf,
    hrefOf: (subject, fr) => {
      const anchor = anchorOf(subject)
      return detailed.has(anchor) ? `#${anchor}${fr === undefined ? '' : `-${fr}`}` : '#why'
    },
  }
}
