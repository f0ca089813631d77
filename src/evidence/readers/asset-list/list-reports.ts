import type { Diagnostic, Parameters } from '../../../groundwork/diagnostic.ts'
import { Reports } from '../reports.ts'
import { type AssetListFault, assetListFault } from './diagnostics.ts'
import type { RowPlace } from './rows.ts'

/** Gathers what is wrong with one list. */
export class ListReports {
  readonly #file: string
  readonly #reports = new Reports<AssetListFault>(assetListFault, (count, code) =>
    assetListFault('LIST_MORE', { count, code }),
  )

  constructor(file: string) {
    this.#file = file
  }

  add(code: AssetListFault, params: Parameters, place?: RowPlace, help?: string): void {
    const { at, span } = place ?? {}
    this.#reports.add(code, at === undefined ? params : { at, ...params }, {
      span: span && { file: this.#file, from: span[0], to: span[1] },
      help,
    })
  }

  all(): readonly Diagnostic[] {
    return this.#reports.all()
  }
}
