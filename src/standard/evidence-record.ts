import { contentId, type Sha256 } from '../groundwork/canonical.ts'
import type { Day } from '../groundwork/day.ts'
import type { Origin } from './origin.ts'
import type { RequirementId } from './requirement-id.ts'
import type { Strength } from './verdict.ts'

/** What a record speaks about. `item` names a thing inside: a flow id, an account id, an access point id. */
export type SubjectRef =
  | {
      readonly kind: 'zone' | 'conduit' | 'asset' | 'product' | 'flow' | 'account' | 'access-point'
      readonly id: string
    }
  | { readonly kind: 'address'; readonly id: string }

/**
 * One statement of a room about one requirement on one thing, made from traffic, configurations, patches or the program.
 * `effect` is what catalog data lets it do: `shows` settles the item, `supports` only corroborates, `contradicts` makes the
 * item not met at every strength, `weakens` lets it fall back to unknown until the owner answers, `hint` is shown and does nothing.
 * `inputs` are the hashes of what the statement was made from, so that no assessment feeds itself.
 */
export interface EvidenceRecord {
  readonly id: Sha256
  readonly requirement: RequirementId
  readonly subject: SubjectRef
  readonly effect: 'shows' | 'supports' | 'contradicts' | 'weakens' | 'hint'
  readonly strength: Strength
  readonly day: Day
  readonly because: string
  readonly origins: readonly Origin[]
  readonly inputs: readonly Sha256[]
}

/** Makes a record; its id is the hash of its content. */
export function evidenceRecord(content: Omit<EvidenceRecord, 'id'>): EvidenceRecord {
  return { id: contentId(content), ...content }
}
