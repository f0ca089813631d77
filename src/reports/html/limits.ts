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
  subjectText: 3_300_000,
  reasonText: 1_700_000,
  /** How deep and wide one answer may be. */
  reasonDepth: 9,
  reasonWidth: 10,
  /** Characters of one answer: its share of what there is, between these two. */
  reasonLeast: 900,
  reasonMost: 24_000,
  origins: 4,
} as const
