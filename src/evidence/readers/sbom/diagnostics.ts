import type { DiagnosticTable } from '../../../groundwork/diagnostic.ts'

/** What can go wrong while an SBOM is read, beside what can go wrong with any document. */
export const sbomDiagnostics = {
  SBOM_VERSION: {
    severity: 'warning',
    message:
      'it is written in {format} {version}; read here are {known}, and what is new or gone in others may be missed',
    about:
      'The versions differ in what they can say. Components, names, versions and identifiers are read alike; parts of the format that are not known are counted under what was not understood.',
  },
  SBOM_NO_SUBJECT: {
    severity: 'warning',
    message: 'nothing says what this is the bill of; its components stand under the name of the file',
    about:
      'An SBOM names what it describes (metadata.component, or the package that the document describes). Say which asset it belongs to with `asset:` at the file in evidence/index.yaml, or with --subject.',
  },
  SBOM_PROPOSED: {
    severity: 'info',
    message: 'its components stand under "{name}", which the document says it describes; no asset is named for it',
    about:
      'A product can stand in a plant many times or not at all, so a bill of materials is bound to an asset by a person: `asset:` at the file in evidence/index.yaml, or --subject. Until then it is a proposal under the name of its product.',
  },
  SBOM_NAMELESS: {
    severity: 'warning',
    message: 'line {line}: a component has no name and is left out',
    about: 'Nothing can be looked up without a name. Whoever made the document has to complete it.',
  },
  SBOM_LIMIT: {
    severity: 'error',
    message: 'more than {limit} {what}: further ones are not read',
    about: 'Memory is bounded. What stands before the limit counts. Split the document by product or by part.',
  },
  SBOM_NOT_USED: {
    severity: 'info',
    message: 'read over and not used: {what}',
    about:
      'Parts of the document that say nothing about which components there are: services, licenses, annotations, how it was built, single files. They are counted, so that nobody takes them for read.',
  },
} as const satisfies DiagnosticTable

export type SbomFault = keyof typeof sbomDiagnostics
