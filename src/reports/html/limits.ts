/**
 * How much of each list the page shows. A page of 10,000 assets stays under 5 MB and can be scrolled on a phone; what is
 * left out is counted on the page, with the place where all of it stands.
 */
export const LIMITS = {
  worstGaps: 6,
  alarms: 6,
  gaps: 250,
  levelRows: 400,
  rowsPerCell: 40,
  blockers: 6,
  driftPerGroup: 60,
  findings: 300,
  unknownPerCheck: 20,
  inventory: 250,
  conversations: 120,
  matrixZones: 24,
  matrixPairs: 150,
  evidence: 200,
  diagnostics: 200,
  sources: 200,
  exhibits: 360,
  notUnderstood: 100,
  unused: 100,
  /** Characters that the zones with their rows, and in them the answers to "why?", may take of the page. */
  subjectText: 2_900_000,
  reasonText: 2_000_000,
  /** How deep and wide one answer may be. */
  reasonDepth: 9,
  reasonWidth: 10,
  reasonPerAnswer: 200,
  origins: 4,
} as const
