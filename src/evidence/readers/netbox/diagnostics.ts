import type { DiagnosticTable } from '../../../groundwork/diagnostic.ts'

/** What can go wrong while an export of NetBox is read, beside what can go wrong with any document or list. */
export const netboxDiagnostics = {
  NETBOX_NAMELESS: {
    severity: 'warning',
    message: 'line {line}: a device has neither a name nor an address and is kept under its number',
    about:
      'NetBox allows devices without a name. Nothing found can be matched with it; give it a name, a tag or an address.',
  },
  NETBOX_ADDRESS_TWICE: {
    severity: 'warning',
    message: 'line {line}: {address} belongs to "{device}" and already to "{first}"',
    about:
      'One address stands at two devices, as happens with virtual addresses or when a VRF uses a subnet again. Export each VRF by itself and give it its own address space in evidence/index.yaml.',
  },
  NETBOX_OWNER_UNKNOWN: {
    severity: 'info',
    message: '{count} addresses or interfaces belong to devices that are not in the file; they stand by themselves',
    about:
      'An export of addresses or interfaces alone says which device they belong to by name only. Put the export of the devices into the same file or folder for maker, model and role.',
  },
  NETBOX_PAGE: {
    severity: 'warning',
    message: 'the file holds {there} of {count} objects: further pages are missing',
    about:
      'The API gives pages of fifty objects. Ask for all with `?limit=0`, or follow `next` and put all pages into one file as a list.',
  },
  NETBOX_FIELDS_NOT_READ: {
    severity: 'info',
    message: 'custom fields not read: {fields}',
    about:
      'Custom fields are named by each owner. Read here are purdue_zone, security_zone, zone, purdue_level, firmware, firmware_version and owner.',
  },
} as const satisfies DiagnosticTable

export type NetboxFault = keyof typeof netboxDiagnostics
