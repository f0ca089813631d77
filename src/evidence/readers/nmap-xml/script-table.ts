/** What the output of an NSE script says about a device: the attribute of the inventory by the key in its output. */
export interface ScriptRow {
  readonly attributes: Readonly<Record<string, string>>
  /** The script says it in one line of text: the attribute of all of it. */
  readonly whole?: string
}

/** Scripts that identify devices, by their id. Keys are compared without letter case and separators. */
export const SCRIPTS: Readonly<Record<string, ScriptRow>> = {
  's7-info': {
    attributes: {
      module: 'order-number', basichardware: 'hardware', version: 'firmware', systemname: 'name', moduletype: 'product',
      serialnumber: 'serial', plantidentification: 'plant', copyright: 'make',
    },
  },
  'enip-info': {
    attributes: { type: 'kind', vendor: 'make', productname: 'product', serialnumber: 'serial', revision: 'firmware' },
  },
  'bacnet-info': {
    attributes: {
      vendorname: 'make', modelname: 'product', firmware: 'firmware', applicationsoftware: 'software', objectname: 'name',
      location: 'location', description: 'description', objectidentifier: 'bacnet-instance',
    },
  },
  'modbus-discover': { attributes: { deviceidentification: 'product', slaveiddata: 'server-id' } },
  'fox-info': {
    attributes: {
      hostname: 'name', appname: 'software', appversion: 'software-version', osname: 'os', osversion: 'os-version',
      brandid: 'make', stationname: 'station',
    },
  },
  'omron-info': { attributes: { controllermodel: 'product', controllerversion: 'firmware' } },
  'omrontcp-info': { attributes: { controllermodel: 'product', controllerversion: 'firmware' } },
  'omronudp-info': { attributes: { controllermodel: 'product', controllerversion: 'firmware' } },
  'pcworx-info': { attributes: { plctype: 'product', modelnumber: 'order-number', firmwareversion: 'firmware' } },
  'proconos-info': { attributes: { plctype: 'product', ladderlogicruntime: 'software' } },
  'codesys-v2-discover': { attributes: { osname: 'os', ostype: 'os', producttype: 'product' } },
  'mms-identify': { attributes: { vendor: 'make', model: 'product', revision: 'firmware' } },
  'profinet-cm-lookup': { attributes: { annotation: 'product', ip: 'announced-ip' } },
  'snmp-sysdescr': { attributes: {}, whole: 'description' },
  'smb-os-discovery': { attributes: { os: 'os', server: 'name', fqdn: 'name' } },
  'rdp-ntlm-info': { attributes: { netbioscomputername: 'name', dnscomputername: 'name', productversion: 'os-version' } },
  'http-ntlm-info': { attributes: { netbioscomputername: 'name', dnscomputername: 'name', productversion: 'os-version' } },
  'http-server-header': { attributes: {}, whole: 'software' },
  'http-title': { attributes: {}, whole: 'web-title' },
  'ssl-cert': { attributes: { sha256: 'certificate' } },
} // biome-ignore format: a table

/** A key of a script's output as it is compared. */
export function keyOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '')
}
