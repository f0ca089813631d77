import { NO_TIME } from '../../../groundwork/day.ts'
import type { AddressSeen, FactSeen } from '../../observation.ts'
import type { ListReports } from './list-reports.ts'
import type { Row } from './rows.ts'

/** What the rows of a list say, gathered. */
export class Listed {
  rows = 0
  readonly facts: FactSeen[] = []
  readonly #reports: ListReports
  readonly #by: string
  readonly #addresses = new Map<string, AddressSeen>()
  readonly #placeOf = new Map<string, string>()

  /** `by` is what the facts say they are known by. */
  constructor(reports: ListReports, by: string) {
    this.#reports = reports
    this.#by = by
  }

  get addresses(): readonly AddressSeen[] {
    return [...this.#addresses.values()]
  }

  take({ place, bindings, subjects, values }: Row): void {
    const { at, line, sheet } = place
    for (const [ip, mac] of bindings) {
      const times = { first: NO_TIME, last: NO_TIME }
      this.#addresses.set(`${ip} ${mac}`, { ip, mac, by: 'list', sent: 0, received: 0, ...times, frames: [] })
    }
    for (const subject of subjects) {
      const first = this.#placeOf.get(subject)
      if (first === undefined) this.#placeOf.set(subject, at)
      else if (!subject.startsWith('name:')) this.#reports.add('LIST_ADDRESS_TWICE', { address: subject, first }, place)
      for (const [attribute, value] of values)
        this.facts.push({
          subject,
          attribute,
          value,
          by: this.#by,
          count: 1,
          frames: [],
          line,
          ...(sheet === undefined ? {} : { sheet }),
        })
    }
  }
}
