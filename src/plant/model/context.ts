import { list, map } from './compound.ts'
import { kept, may, must, number, ternary, text, word, anything } from './shape.ts'
import { aDay, aPrefix, id, reference } from './values.ts'

/** What surrounds zones and claims: the plant itself, sites, risk, functions, accounts, vantages, and parts nothing reads yet. */

export const plantHead = map('the plant', {
  id: must(id, 'Id of the plant.'),
  name: may(text, 'Name for people.'),
  sector: may(text, 'Sector, e.g. food, water, chemical.'),
  entity: may(text, 'The legal entity that operates it.'),
  classification: may(text, 'Printed on every report; `internal` when not said.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

const space = map('an address space', {
  id: must(id, 'Id of the address space.'),
  name: may(text, 'Name for people.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

export const site = map('a site', {
  id: must(id, 'Id of the site; also the id of its address space when none are listed.'),
  name: may(text, 'Name for people.'),
  'time-zone': may(text, 'Time zone, e.g. Europe/Berlin.'),
  spaces: may(list(space), 'Address spaces: where subnets are used twice behind NAT, each use is a space.'),
  'maintenance-windows': kept('When work on the plant is possible.'),
  address: kept('Where it is.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

export const risk = map('the risk part', {
  consequence: kept('The owner’s scale of consequences.'),
  likelihood: kept('The owner’s scale of likelihoods.'),
  matrix: kept('The owner’s risk matrix.'),
  tolerable: may(number('a number', 0, 1_000_000, false), 'The tolerable risk (ZCR 1.1, 5.11).'),
  'sl-t-rule': may(text, 'How targets are found; `stated` when not said.'),
  floor: may(
    number('a security level from 0 to 4', 0, 4),
    'The least SL-T of every zone and conduit; 1 when not said.',
  ),
  note: may(text, 'A remark for people; nothing reads it.'),
})

export const essentialFunction = map('a function', {
  id: must(id, 'Id.'),
  name: may(text, 'Name for people.'),
  needs: may(
    map('the needs of a function', {
      assets: may(list(reference('an asset')), 'Assets without which it fails.'),
      flows: may(list(reference('a flow')), 'Flows without which it fails, as conduit/flow.'),
      accounts: kept('Accounts it needs.'),
      services: kept('Services it needs.'),
    }),
    'What it needs to work (3-3 §4.2).',
  ),
  consequence: kept('What happens when it fails, on the owner’s scales.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

export const account = map('an account', {
  id: must(id, 'Id.'),
  on: may(list(reference('an asset')), 'Assets it exists on.'),
  human: may(ternary, 'Whether a person uses it.'),
  shared: may(ternary, 'Whether several people use it.'),
  name: kept('Name for people.'),
  role: kept('What it may do.'),
  owner: kept('Who is accountable.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

export const vantage = map('a vantage', {
  file: must(text, 'Path of the evidence file, from the project folder or from the folder of this text.'),
  site: may(reference('a site'), 'The site it was taken at.'),
  space: may(reference('an address space'), 'The address space of its addresses.'),
  tap: may(text, 'Where it was tapped, or which device it was read from.'),
  covers: may(list(aPrefix), 'Networks whose traffic passes there. Not seen is said only for these.'),
  manner: may(
    word('a manner', () => ({
      seen: 'Seen on the wire.',
      answered: 'Answered by the thing itself: a scan, SNMP, an export from the device.',
      listed: 'In somebody’s list.',
    })),
    'How it was found.',
  ),
  asset: may(
    reference('an asset'),
    'The one asset the file is about: the machine an inventory was read on, the product of an SBOM.',
  ),
  taken: may(aDay, 'The day it was taken, where the file itself does not say.'),
  note: may(text, 'A remark for people; nothing reads it.'),
})

const open = (says: string) => kept(says, anything)

/** Lists that are accepted and kept, and that nothing reads yet. */
export const later = {
  information: open('Information and where it is kept.'),
  scenarios: open('Threat scenarios.'),
  signers: open('People who sign, and their keys.'),
  program: open('The security program: policies, training, providers, incidents.'),
}
