import type { AssetId, Flow } from '../../plant/plant.ts'
import type { SubjectRef } from '../../standard/evidence-record.ts'
import type { FrameRef, Origin } from '../../standard/origin.ts'
import type { Sighting } from './signal.ts'
import type { Talk } from './view.ts'

/** A sighting made of a talk; `frames` are those that show it best, else the first of the talk. */
export function sighting(
  talk: Talk,
  row: string,
  subject: SubjectRef,
  says: string,
  more: { readonly sure?: boolean; readonly frames?: readonly FrameRef[]; readonly flows?: readonly Flow[] } = {},
): Sighting {
  const { c } = talk
  return {
    row,
    subject,
    sure: more.sure ?? true,
    says,
    last: c.last,
    frames: more.frames && more.frames.length > 0 ? more.frames : c.frames,
    declared: (more.flows ?? []).map((flow): Origin => ({ kind: 'line', span: flow.span })),
    files: c.sources,
  }
}

export function asset(id: AssetId): SubjectRef {
  return { kind: 'asset', id }
}

/** What a statement on a flow speaks about: the declared flows that the talk is, else the asset that serves it, else nothing. */
export function flowSubjects(talk: Talk): readonly SubjectRef[] {
  if (talk.flows.length > 0) return talk.flows.map((flow): SubjectRef => ({ kind: 'flow', id: flow.id }))
  const served = talk.server.asset ?? talk.client.asset
  return served ? [asset(served.id)] : []
}
