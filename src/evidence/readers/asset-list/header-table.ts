/** What a column of an asset list can hold; all but addresses become facts under this attribute. */
export const FIELDS = [
  'ip', 'mac', 'name', 'id', 'make', 'product', 'order-number', 'firmware', 'serial', 'os', 'kind', 'zone', 'level', 'vlan',
  'location', 'owner',
] as const // biome-ignore format: a table
export type Field = (typeof FIELDS)[number]

/** Fields of which a list may hold several columns; of any other the first column counts. */
export const REPEATED: ReadonlySet<Field> = new Set(['ip', 'mac', 'location'])

/**
 * Headings of columns as people and exports write them, English and German, in the form `heading()` makes of them: lower
 * case, umlauts written out, one blank between words, numbers at the end and what stands in brackets left away.
 */
export const HEADINGS: Readonly<Record<Field, readonly string[]>> = {
  ip: [
    'ip', 'ips', 'ipv4', 'ipv6', 'ip address', 'ip addresses', 'ipaddress', 'ip addr', 'ipv4 address', 'ipv6 address', 'primary ip',
    'primary ip address', 'management ip', 'mgmt ip', 'host ip', 'device ip', 'network address', 'ip adresse', 'ip adressen',
    'ipadresse', 'ipv4 adresse', 'ipv6 adresse', 'netzwerkadresse', 'primaere ip', 'ip nummer', 'primary ipv4', 'ip host',
    'primary ip4', 'primary ip6', 'addresses', 'direct ip', 'ip v4', 'ip v6',
  ],
  mac: [
    'mac', 'macs', 'mac address', 'mac addresses', 'macaddress', 'mac addr', 'physical address', 'hardware address', 'ethernet address',
    'mac adresse', 'mac adressen', 'macadresse', 'physikalische adresse', 'hardwareadresse', 'ethernet mac',
    'direct mac',
  ],
  name: [
    'name', 'asset name', 'assetname', 'asset', 'device name', 'devicename', 'device', 'host', 'hostname', 'host name', 'system name',
    'computer name', 'computername', 'display name', 'dns name', 'fqdn', 'station name', 'node name', 'node', 'component', 'equipment',
    'geraetename', 'geraet', 'geraetebezeichnung', 'bezeichnung', 'rechnername', 'systemname', 'anlagenname', 'komponente', 'stationsname',
    'profinet name', 'profinet device name', 'profinet geraetename',
  ],
  id: [
    'id', 'asset id', 'assetid', 'asset tag', 'tag', 'asset number', 'asset no', 'inventory number', 'inventory no', 'inventory id',
    'equipment number', 'equipment id', 'device id', 'inventarnummer', 'inventar nr', 'inventar id', 'geraete id', 'geraetenummer',
    'anlagennummer', 'equipmentnummer', 'betriebsmittelkennzeichen', 'bmk', 'kks', 'aks', 'kennung',
  ],
  make: [
    'make', 'maker', 'vendor', 'vendor name', 'manufacturer', 'manufacturer name', 'brand', 'oem', 'supplier', 'hersteller',
    'herstellername', 'lieferant', 'fabrikat', 'marke',
  ],
  product: [
    'product', 'product name', 'model', 'model name', 'model number', 'device model', 'hardware model', 'hardware type', 'type designation',
    'produkt', 'produktname', 'modell', 'modellbezeichnung', 'geraetemodell', 'typenbezeichnung', 'typbezeichnung', 'hardwaretyp',
  ],
  'order-number': [
    'order number', 'order no', 'ordernumber', 'part number', 'part no', 'partnumber', 'article number', 'article no', 'catalog number',
    'product code', 'mlfb', 'bestellnummer', 'bestell nr', 'artikelnummer', 'artikel nr', 'teilenummer', 'sachnummer',
  ],
  firmware: [
    'firmware', 'firmware version', 'firmwareversion', 'fw', 'fw version', 'firmware revision', 'version', 'software version', 'sw version',
    'software revision', 'revision', 'firmwarestand', 'softwarestand', 'softwareversion', 'ausgabestand',
  ],
  serial: [
    'serial', 'serial number', 'serialnumber', 'serial no', 'sn', 's n', 'seriennummer', 'serien nr', 'fabriknummer', 'fabrik nr',
  ],
  os: ['os', 'operating system', 'os name', 'betriebssystem', 'platform'],
  kind: [
    'kind', 'type', 'asset type', 'device type', 'device class', 'asset class', 'category', 'asset category', 'device category', 'role',
    'device role', 'function', 'class', 'typ', 'art', 'geraetetyp', 'geraeteart', 'geraeteklasse', 'kategorie', 'klasse', 'rolle',
    'funktion', 'assettyp', 'komponententyp',
    'roles', 'asset kind',
  ],
  zone: [
    'zone', 'security zone', 'network zone', 'zone name', 'segment', 'network segment', 'cell', 'purdue zone', 'sicherheitszone',
    'netzwerkzone', 'netzsegment', 'netzwerksegment', 'zelle',
    'zones',
  ],
  level: ['level', 'purdue level', 'purdue', 'ebene', 'purdue ebene'],
  vlan: ['vlan', 'vlan id', 'vlan name', 'vlan nr'],
  location: [
    'location', 'site', 'building', 'room', 'area', 'plant area', 'cabinet', 'rack', 'floor', 'plant', 'standort', 'ort', 'raum',
    'gebaeude', 'bereich', 'anlagenteil', 'schaltschrank', 'schrank', 'einbauort', 'werk', 'halle', 'etage',
    'sites', 'line', 'produktionslinie', 'linie',
  ],
  owner: [
    'owner', 'asset owner', 'device owner', 'responsible', 'responsible person', 'contact', 'department', 'custodian', 'administrator',
    'besitzer', 'eigentuemer', 'verantwortlich', 'verantwortlicher', 'ansprechpartner', 'kontakt', 'abteilung', 'betreuer', 'zustaendig',
  ],
} // biome-ignore format: a table

/** Cells that say that nothing is known. */
export const EMPTY_CELLS: ReadonlySet<string> = new Set([
  '', '-', '--', '---', '?', '??', 'n/a', 'n.a.', 'na', '#n/a', '#nv', 'none', 'null', 'nil', 'unknown', 'tbd', 'tbc', 'not known',
  'unbekannt', 'k.a.', 'k. a.', 'keine', 'keine angabe', 'leer', 'offen',
]) // biome-ignore format: a table

/** Address cells that say that there is no fixed address. */
export const NO_ADDRESS: ReadonlySet<string> = new Set([
  'dhcp',
  'dynamic',
  'dynamisch',
  'various',
  'diverse',
  'no ip',
  'keine ip',
])

/** A heading as it is compared. */
export function heading(text: string): string {
  return text
    .toLowerCase()
    .replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/ \d+$|(?<=^(?:ip|mac))\d$/, '')
}

/** The field that a heading names; `undefined` for any other column. */
export function fieldOf(text: string): Field | undefined {
  return BY_HEADING.get(heading(text))
}

const BY_HEADING: ReadonlyMap<string, Field> = new Map(
  FIELDS.flatMap((field) => HEADINGS[field].map((text): [string, Field] => [text, field])),
)
