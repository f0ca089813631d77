import { assessmentDiagnostics } from './assessment/diagnostics.ts'
import { assetListDiagnostics } from './evidence/readers/asset-list/diagnostics.ts'
import { documentDiagnostics } from './evidence/readers/document-diagnostics.ts'
import { hostInventoryDiagnostics } from './evidence/readers/host-inventory/diagnostics.ts'
import { netboxDiagnostics } from './evidence/readers/netbox/diagnostics.ts'
import { sbomDiagnostics } from './evidence/readers/sbom/diagnostics.ts'
import { zeekLogDiagnostics } from './evidence/readers/zeek-log/diagnostics.ts'
import { nmapXmlDiagnostics } from './evidence/readers/nmap-xml/diagnostics.ts'
import { addressTableDiagnostics } from './evidence/readers/address-table/diagnostics.ts'
import { captureDiagnostics, evidenceDiagnostics } from './evidence/diagnostics.ts'
import { type Diagnostic, diagnosticCatalog, type DiagnosticTable } from './groundwork/diagnostic.ts'
import { codeFrame } from './groundwork/code-frame.ts'
import { plantDiagnostics } from './plant/diagnostics.ts'
import { standardDiagnostics } from './standard/diagnostics.ts'

/** The tables of all rooms that report. */
export const diagnosticTables: readonly DiagnosticTable[] = [
  standardDiagnostics,
  captureDiagnostics,
  evidenceDiagnostics,
  assetListDiagnostics,
  documentDiagnostics,
  zeekLogDiagnostics,
  nmapXmlDiagnostics,
  addressTableDiagnostics,
  hostInventoryDiagnostics,
  netboxDiagnostics,
  sbomDiagnostics,
  plantDiagnostics,
  assessmentDiagnostics,
]

/** Every code with its sentence and explanation; loading it refuses a code that two rooms use. */
export const diagnostics = diagnosticCatalog(diagnosticTables)

/** A diagnostic with its code frame, as a terminal shows it. */
export function showDiagnostic(diagnostic: Diagnostic, texts: ReadonlyMap<string, string>): string {
  return codeFrame(diagnostic, texts, diagnostics)
}
