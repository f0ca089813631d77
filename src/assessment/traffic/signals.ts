import { registry } from '../../groundwork/order.ts'
import { accessSignals } from './access-signals.ts'
import { boundarySignals } from './boundary-signals.ts'
import { inventorySignals } from './inventory-signals.ts'
import { protectionSignals } from './protection-signals.ts'
import type { Signal } from './signal.ts'

/** Everything that traffic can say about requirements so far, in the order of the foundational requirements. */
export const signals: ReadonlyMap<string, Signal> = registry([
  ...accessSignals,
  ...protectionSignals,
  ...boundarySignals,
  ...inventorySignals,
])
