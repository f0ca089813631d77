import { evidence, measure, notApplicable, product, resolution, system } from './claims.ts'
import { account, essentialFunction, later, plantHead, risk, site, vantage } from './context.ts'
import type { Written } from '../written/read-plant.ts'
import { asset, conduit, flow, zone } from './structure.ts'

/** The top-level keys of a plant file that hold lists, with what stands in them. */
export const LISTS = {
  sites: { shape: site, says: 'Sites, with their address spaces.' },
  functions: { shape: essentialFunction, says: 'Essential functions and what each needs (3-3 §4.2).' },
  zones: { shape: zone, says: 'Zones (ZCR 3.1).' },
  conduits: { shape: conduit, says: 'Conduits: what joins zones.' },
  flows: { shape: flow, says: 'Flows inside zones, or not yet in a conduit.' },
  assets: { shape: asset, says: 'Assets: what the zones and conduits consist of.' },
  products: { shape: product, says: 'Products, and what each can do in rows of IEC 62443-4-2.' },
  systems: { shape: system, says: 'Systems, and what each can do as a whole in rows of IEC 62443-3-3.' },
  measures: { shape: measure, says: 'What is done, where, and how that is known.' },
  evidence: { shape: evidence, says: 'Evidence: documents, records, configurations, test results.' },
  'not-applicable': { shape: notApplicable, says: 'Rows that do not apply, with reason, owner and last day.' },
  resolutions: { shape: resolution, says: 'Contradictions that a named person has settled.' },
  accounts: { shape: account, says: 'Accounts on assets.' },
  vantages: { shape: vantage, says: 'Where evidence files were taken and what that place can see.' },
} as const

/** The top-level keys that describe the whole plant and stand once. */
export const SINGLES = {
  plant: { shape: plantHead, says: 'Which plant this is.' },
  risk: { shape: risk, says: 'The owner’s scales, matrix and tolerable risk.' },
} as const

/** The top-level keys that are kept and that nothing reads yet. */
export const LATER = later

/** The version of the model that this program writes and reads. */
export const VERSION = 1

/** One step per older version, oldest first: from its words to those of the next version, `cofferdam:` included. */
export const UPGRADES: readonly { readonly from: number; readonly upgrade: (written: Written) => Written }[] = []

/** Every top-level key. */
export const KEYS = ['cofferdam', 'includes', ...Object.keys(SINGLES), ...Object.keys(LISTS), ...Object.keys(LATER)]
