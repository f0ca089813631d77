import type { DiagnosticTable } from '../groundwork/diagnostic.ts'

/** What an assessment has to say about the model it works on; `EVIDENCE_` and `LEVEL_` codes. */
export const assessmentDiagnostics = {
  EVIDENCE_KIND_UNKNOWN: {
    severity: 'warning',
    message: 'evidence "{evidence}" is of kind "{kind}", which the catalog does not know; it counts as claimed',
    about:
      'Every kind of evidence has a strength that it can reach at most. A kind that is not in `catalogs/evidence-kinds.yaml` has none, so the piece counts as a sentence. Use a kind of the catalog.',
  },
  EVIDENCE_EXPIRED: {
    severity: 'warning',
    message: 'evidence "{evidence}" was good until {until} and counts no longer at {asOf}',
    about:
      'The last day of a piece of evidence is inclusive. Behind it the piece shows nothing, and rows that rest on it fall back to unknown. Renew the evidence, or assess for an earlier date with `--as-of`.',
  },
  EVIDENCE_AHEAD: {
    severity: 'warning',
    message: 'evidence "{evidence}" is dated {date}, after the day of the assessment, {asOf}',
    about:
      'Evidence of a later day cannot speak about the day that is assessed, so it shows nothing. Correct the date, or assess for a later day.',
  },
  EVIDENCE_NO_FILE: {
    severity: 'info',
    message: 'evidence "{evidence}" names no file; it counts as claimed',
    about:
      'From `documented` on there has to be a file that somebody else can look at. Without one, evidence of any kind is a sentence. Put the file into the project and name it with its hash.',
  },
  EVIDENCE_NOT_HASHED: {
    severity: 'warning',
    message: 'evidence "{evidence}" names "{file}" without its hash; it counts as claimed',
    about:
      'Without the hash nobody can tell whether the file is still the one that was looked at. Write its SHA-256 beside it.',
  },
  EVIDENCE_FILE_MISSING: {
    severity: 'warning',
    message: 'the file "{file}" of evidence "{evidence}" is not in the project; it counts as claimed',
    about:
      'The model refers to a file that is not there, so what it would show cannot be looked at. Add the file or correct its path.',
  },
  EVIDENCE_HASH_DIFFERS: {
    severity: 'error',
    message:
      'the file "{file}" of evidence "{evidence}" is not the one that was declared: its hash differs; it counts as claimed',
    about:
      'The content of the file has changed since its hash was written down. Look at the file again; if it still shows what it should, write down the new hash with a new date.',
  },
  EVIDENCE_NO_DATE: {
    severity: 'warning',
    message: 'evidence "{evidence}" has no date; it counts as {strength}',
    about:
      'What was read from the thing or tested on it has to say when, and a document has to say of which day it is. Add the date.',
  },
  EVIDENCE_NO_DEVICE: {
    severity: 'warning',
    message: 'evidence "{evidence}" does not say from which device it was read; it counts as {strength}',
    about:
      'A configuration of unknown origin is a document. It counts as observed only if it was exported from the running device: name the device, the day and the hash.',
  },
  EVIDENCE_NO_PERSON: {
    severity: 'warning',
    message: 'test record "{evidence}" does not say who tested; it counts as {strength}',
    about:
      'A test record names the procedure, what was tried, the result, the person and the day. Without the person it is a document.',
  },
  EVIDENCE_NO_SCOPE: {
    severity: 'warning',
    message: 'evidence "{evidence}" does not say what it is about; it counts as claimed',
    about:
      'Evidence counts for the components that its scope names, by id, class, product, zone or conduit. An empty scope names nothing. Add the scope.',
  },
  EVIDENCE_NOT_ABOUT: {
    severity: 'warning',
    message: 'evidence "{evidence}" does not name "{item}"; for it the evidence counts as claimed',
    about:
      'Evidence counts for the components that its scope names, by id, class, product, zone or conduit. For anything else it is a sentence.',
  },
  EVIDENCE_OUT_OF_SCOPE: {
    severity: 'warning',
    message:
      'evidence "{evidence}" does not name {count} of the items that measure "{measure}" reaches (e.g. "{item}"); for them it counts as claimed',
    about:
      'A measure reaches further than the evidence for it. What the evidence does not name, by id, class, product, zone or conduit, counts as claimed there. Widen the scope if the evidence covers these items, or gather more.',
  },
  LEVEL_ROW_UNKNOWN: {
    severity: 'warning',
    message: '"{what}" names {row}, which is not a row of 3-3; it has no effect',
    about:
      'Measures, compensations, not-applicable entries and resolutions name rows of IEC 62443-3-3 (`SR 5.2`, `SR 5.2 RE 1`). Rows of 4-2 belong to the capability of products.',
  },
  LEVEL_MEASURE_EXPIRED: {
    severity: 'warning',
    message: 'measure "{measure}" was in force until {until} and counts no longer at {asOf}',
    about:
      'The last day of a measure is inclusive; behind it the measure shows nothing. Review the measure and set a new last day.',
  },
  LEVEL_MEASURE_WITHOUT_EVIDENCE: {
    severity: 'warning',
    message: 'measure "{measure}" is said to be in place, and no evidence in force is named for it; it shows nothing',
    about:
      'A measure has the strength of its evidence. Without any that is in force it has none, not even that of a claim, and the rows stay unknown. Name evidence; a sentence of kind `sentence` makes it a claim.',
  },
  LEVEL_COMPENSATION_INCOMPLETE: {
    severity: 'warning',
    message: 'compensation "{measure}" has no effect: {missing}',
    about:
      'A compensating countermeasure (3-3 §4.3) counts only with an approver, the day of the approval, a last day, an owner and a reason, and only between these days. Otherwise it has no effect, not even at the high end.',
  },
  LEVEL_NOT_APPLICABLE_INCOMPLETE: {
    severity: 'warning',
    message: 'not-applicable entry "{entry}" has no effect: {missing}',
    about:
      'A row is not applicable only where a person says so with a reason, an owner and a last day that has not passed, for zones or conduits. What a component or its supplier calls not applicable is unknown for the zone.',
  },
  LEVEL_RESOLUTION_WITHOUT_EFFECT: {
    severity: 'warning',
    message: 'the resolution by "{by}" has no effect: {missing}',
    about:
      'A contradiction counts at every strength until a named person resolves it with evidence that is newer than the contradiction, names the item, and shows the row at least as documented.',
  },
  LEVEL_SERVICE_WITHOUT_PROVIDER: {
    severity: 'warning',
    message:
      'service "{measure}" does not say which asset provides it, so nobody knows whether the zone has it when cut off',
    about:
      'A service in the zone itself counts; one elsewhere counts over a declared conduit, and only while connected. Without its provider the service is unknown. Write `provided-by`.',
  },
  LEVEL_SERVICE_NOT_ADMITTED: {
    severity: 'info',
    message: 'service "{measure}" names {row}, which every item has to pass by itself; it has no effect there',
    about:
      'Some rows cannot be passed by a service on behalf of an item (`may-be-met-by` of the mode row is empty). Show the items themselves, or have a compensation approved.',
  },
  LEVEL_CONFLICT: {
    severity: 'warning',
    message: 'facts about {row} disagree on {count} items (e.g. "{item}"): {how}',
    about:
      'One fact says met and another says not met or contradicts. A contradiction counts until it is resolved; otherwise the stronger fact counts, and at equal strength not met. Find out which is right and correct the other.',
  },
  LEVEL_BEYOND_CAPABILITY: {
    severity: 'warning',
    message: '{row} is said to be met on {count} items (e.g. "{item}") whose product is stated not to be capable of it',
    about:
      'What is in use goes beyond what the product can do according to its statement. One of the two is wrong, or the row is met by something else: then it is a compensation or a service and should be written as one.',
  },
  LEVEL_ASSETS_NOT_COMPLETE: {
    severity: 'warning',
    message:
      'nobody in force has declared the asset list of {count} zones and conduits complete (e.g. "{subject}"); rows over components stay unknown there',
    about:
      'There may be components that nobody has written down, so no row that counts components can be met. Have the owner declare the list complete (`complete: { by, on }`).',
  },
  LEVEL_ACCESS_POINTS_NOT_DECLARED: {
    severity: 'warning',
    message:
      'nobody has declared the access points of {count} zones (e.g. "{subject}"); rows over ways in stay unknown there',
    about:
      'Besides its conduits a zone may have other ways in: USB sockets, doors, modems, people with laptops. List them under `access-points:`; an empty list declares that there are none.',
  },
  LEVEL_TYPES_UNKNOWN: {
    severity: 'warning',
    message:
      '{count} zones and conduits hold assets of unknown type (e.g. "{item}" in "{subject}"); their levels are 0 at the low end',
    about:
      'Nobody can say which requirements a component has to meet while its type is unknown. State the kind of the asset, its types, or its product.',
  },
  LEVEL_RECORD_UNPLACED: {
    severity: 'info',
    message: '{count} records speak about things that are not in the model (e.g. "{subject}"); they change no level',
    about:
      'Traffic or another source speaks about something that nobody has declared. It shows up as drift; levels are about what is declared.',
  },
  LEVEL_RECORD_AHEAD: {
    severity: 'warning',
    message: '{count} records are dated after the day of the assessment, {asOf}; they are left out',
    about:
      'What was seen after the day that is assessed cannot speak about that day. Assess for a later day to include it.',
  },
} as const satisfies DiagnosticTable
