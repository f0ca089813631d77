/** Makers by the vendor id that PROFIBUS & PROFINET International gives out, as far as their device descriptions made them widely known. */
const MAKERS: Readonly<Record<number, string>> = {
  0x0011: 'Endress+Hauser',
  0x001a: 'ABB',
  0x002a: 'Siemens',
  0x005d: 'Pepperl+Fuchs',
  0x00b0: 'Phoenix Contact',
  0x0101: 'SICK',
  0x010a: 'SEW-EURODRIVE',
  0x010c: 'HMS Industrial Networks',
  0x011d: 'WAGO',
  0x011e: 'Hilscher',
  0x011f: 'Bosch Rexroth',
  0x0120: 'Beckhoff',
  0x012f: 'Murrelektronik',
  0x0134: 'Weidmüller',
  0x0136: 'ifm',
  0x013d: 'Turck',
  0x014d: 'Festo',
  0x0378: 'Balluff',
  0x0493: 'RT-Labs',
}

/** The maker behind a PROFINET vendor id; `undefined` for ids that the table does not know. */
export function profinetMaker(vendor: number): string | undefined {
  return MAKERS[vendor]
}

/** A PROFINET vendor or device id as device descriptions write it. */
export function profinetId(id: number): string {
  return `0x${id.toString(16).padStart(4, '0')}`
}
