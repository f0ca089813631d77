import type { OperationClass } from '../../observation.ts'

/** A function by the number or word that a log writes. */
export interface FunctionRow {
  readonly number: number
  readonly class: OperationClass
}

/** Names of Modbus functions as Zeek writes them. */
export const MODBUS: Readonly<Record<string, number>> = {
  READ_COILS: 1, READ_DISCRETE_INPUTS: 2, READ_HOLDING_REGISTERS: 3, READ_INPUT_REGISTERS: 4, WRITE_SINGLE_COIL: 5,
  WRITE_SINGLE_REGISTER: 6, READ_EXCEPTION_STATUS: 7, DIAGNOSTICS: 8, PROGRAM_484: 9, POLL_484: 10,
  GET_COMM_EVENT_COUNTER: 11, GET_COMM_EVENT_LOG: 12, PROGRAM_584_984: 13, POLL_584_984: 14, WRITE_MULTIPLE_COILS: 15,
  WRITE_MULTIPLE_REGISTERS: 16, REPORT_SLAVE_ID: 17, PROGRAM_884_U84: 18, RESET_COMM_LINK_884_U84: 19,
  READ_FILE_RECORD: 20, WRITE_FILE_RECORD: 21, MASK_WRITE_REGISTER: 22, READ_WRITE_MULTIPLE_REGISTERS: 23,
  READ_FIFO_QUEUE: 24, ENCAP_INTERFACE_TRANSPORT: 43, ENCAPSULATED_INTERFACE_TRANSPORT: 43, PROGRAM_UNITY: 90,
} // biome-ignore format: a table

/** Names of Modbus exceptions as Zeek writes them. */
export const MODBUS_EXCEPTIONS: Readonly<Record<string, number>> = {
  ILLEGAL_FUNCTION: 1, ILLEGAL_DATA_ADDRESS: 2, ILLEGAL_DATA_VALUE: 3, SLAVE_DEVICE_FAILURE: 4, ACKNOWLEDGE: 5,
  SLAVE_DEVICE_BUSY: 6, NEGATIVE_ACKNOWLEDGE: 7, MEMORY_PARITY_ERROR: 8, GATEWAY_PATH_UNAVAILABLE: 10,
  GATEWAY_TARGET_DEVICE_FAILED_TO_RESPOND: 11,
} // biome-ignore format: a table

/** Application functions of DNP3 (IEEE 1815-2012, table 4-2) by the name that Zeek writes. */
export const DNP3: Readonly<Record<string, FunctionRow>> = {
  CONFIRM: { number: 0, class: 'session' },
  READ: { number: 1, class: 'read' },
  WRITE: { number: 2, class: 'write' },
  SELECT: { number: 3, class: 'control' },
  OPERATE: { number: 4, class: 'control' },
  DIRECT_OPERATE: { number: 5, class: 'control' },
  DIRECT_OPERATE_NR: { number: 6, class: 'control' },
  IMMED_FREEZE: { number: 7, class: 'control' },
  IMMED_FREEZE_NR: { number: 8, class: 'control' },
  FREEZE_CLEAR: { number: 9, class: 'control' },
  FREEZE_CLEAR_NR: { number: 10, class: 'control' },
  FREEZE_AT_TIME: { number: 11, class: 'control' },
  FREEZE_AT_TIME_NR: { number: 12, class: 'control' },
  COLD_RESTART: { number: 13, class: 'control' },
  WARM_RESTART: { number: 14, class: 'control' },
  INITIALIZE_DATA: { number: 15, class: 'control' },
  INITIALIZE_APPL: { number: 16, class: 'control' },
  START_APPL: { number: 17, class: 'control' },
  STOP_APPL: { number: 18, class: 'control' },
  SAVE_CONFIG: { number: 19, class: 'program' },
  ENABLE_UNSOLICITED: { number: 20, class: 'control' },
  DISABLE_UNSOLICITED: { number: 21, class: 'control' },
  ASSIGN_CLASS: { number: 22, class: 'control' },
  DELAY_MEASURE: { number: 23, class: 'diagnose' },
  RECORD_CURRENT_TIME: { number: 24, class: 'control' },
  OPEN_FILE: { number: 25, class: 'file' },
  CLOSE_FILE: { number: 26, class: 'file' },
  DELETE_FILE: { number: 27, class: 'file' },
  GET_FILE_INFO: { number: 28, class: 'file' },
  AUTHENTICATE_FILE: { number: 29, class: 'session' },
  ABORT_FILE: { number: 30, class: 'file' },
  ACTIVATE_CONFIG: { number: 31, class: 'program' },
  AUTHENTICATE_REQ: { number: 32, class: 'session' },
  AUTHENTICATE_ERR: { number: 33, class: 'session' },
  RESPONSE: { number: 129, class: 'other' },
  UNSOLICITED_RESPONSE: { number: 130, class: 'read' },
  AUTHENTICATE_RESP: { number: 131, class: 'session' },
} // biome-ignore format: a table

/** Services of CIP by number (CIP volume 1, appendix A), with those of makers that name tags. */
export const CIP: Readonly<Record<number, OperationClass>> = {
  0x01: 'read', 0x02: 'write', 0x03: 'read', 0x04: 'write', 0x05: 'control', 0x06: 'control', 0x07: 'control',
  0x08: 'program', 0x09: 'program', 0x0a: 'other', 0x0d: 'control', 0x0e: 'read', 0x10: 'write', 0x11: 'read',
  0x15: 'control', 0x16: 'program', 0x17: 'other', 0x18: 'read', 0x19: 'write', 0x1a: 'write', 0x1b: 'write',
  0x1c: 'other', 0x4c: 'read', 0x4d: 'write', 0x4e: 'session', 0x4f: 'other', 0x52: 'other', 0x53: 'write',
  0x54: 'session', 0x55: 'read', 0x56: 'session', 0x57: 'session', 0x5b: 'session',
} // biome-ignore format: a table

/** Commands of EtherNet/IP by number (CIP volume 2, 2-3.2). */
export const ENIP: Readonly<Record<number, OperationClass>> = {
  0x0001: 'diagnose', 0x0004: 'diagnose', 0x0063: 'diagnose', 0x0064: 'diagnose', 0x0065: 'session', 0x0066: 'session',
  0x006f: 'other', 0x0070: 'other', 0x0072: 'diagnose', 0x0073: 'diagnose',
} // biome-ignore format: a table

/** Confirmed services of BACnet (ASHRAE 135, clause 21) by name without separators. */
export const BACNET_CONFIRMED: Readonly<Record<string, FunctionRow>> = {
  acknowledgealarm: { number: 0, class: 'control' },
  confirmedcovnotification: { number: 1, class: 'read' },
  confirmedeventnotification: { number: 2, class: 'diagnose' },
  getalarmsummary: { number: 3, class: 'diagnose' },
  getenrollmentsummary: { number: 4, class: 'diagnose' },
  subscribecov: { number: 5, class: 'read' },
  atomicreadfile: { number: 6, class: 'file' },
  atomicwritefile: { number: 7, class: 'file' },
  addlistelement: { number: 8, class: 'write' },
  removelistelement: { number: 9, class: 'write' },
  createobject: { number: 10, class: 'program' },
  deleteobject: { number: 11, class: 'program' },
  readproperty: { number: 12, class: 'read' },
  readpropertyconditional: { number: 13, class: 'read' },
  readpropertymultiple: { number: 14, class: 'read' },
  writeproperty: { number: 15, class: 'write' },
  writepropertymultiple: { number: 16, class: 'write' },
  devicecommunicationcontrol: { number: 17, class: 'control' },
  confirmedprivatetransfer: { number: 18, class: 'other' },
  confirmedtextmessage: { number: 19, class: 'other' },
  reinitializedevice: { number: 20, class: 'control' },
  vtopen: { number: 21, class: 'session' },
  vtclose: { number: 22, class: 'session' },
  vtdata: { number: 23, class: 'other' },
  authenticate: { number: 24, class: 'session' },
  requestkey: { number: 25, class: 'session' },
  readrange: { number: 26, class: 'read' },
  lifesafetyoperation: { number: 27, class: 'control' },
  subscribecovproperty: { number: 28, class: 'read' },
  geteventinformation: { number: 29, class: 'diagnose' },
} // biome-ignore format: a table

/** Unconfirmed services of BACnet by name without separators. */
export const BACNET_UNCONFIRMED: Readonly<Record<string, FunctionRow>> = {
  iam: { number: 0, class: 'diagnose' },
  ihave: { number: 1, class: 'diagnose' },
  unconfirmedcovnotification: { number: 2, class: 'read' },
  unconfirmedeventnotification: { number: 3, class: 'diagnose' },
  unconfirmedprivatetransfer: { number: 4, class: 'other' },
  unconfirmedtextmessage: { number: 5, class: 'other' },
  timesynchronization: { number: 6, class: 'control' },
  whohas: { number: 7, class: 'diagnose' },
  whois: { number: 8, class: 'diagnose' },
  utctimesynchronization: { number: 9, class: 'control' },
  writegroup: { number: 10, class: 'write' },
} // biome-ignore format: a table

/** Operations of PROFINET context management (IEC 61158-6-10) by the name that the log writes. */
export const PROFINET: Readonly<Record<string, FunctionRow>> = {
  connect: { number: 0, class: 'session' },
  release: { number: 1, class: 'session' },
  read: { number: 2, class: 'read' },
  write: { number: 3, class: 'write' },
  control: { number: 4, class: 'control' },
  'read implicit': { number: 5, class: 'read' },
} // biome-ignore format: a table

/** Kinds of DCE/RPC packets by the name that the log writes. */
export const RPC_PACKETS: Readonly<Record<string, number>> = {
  request: 0, ping: 1, response: 2, fault: 3, working: 4, nocall: 5, reject: 6, ack: 7, cancel: 8, fack: 9,
} // biome-ignore format: a table

/** Type identifications of IEC 60870-5-104 in monitor direction, by name: all of them report. */
export const IEC104_MONITOR: Readonly<Record<string, number>> = {
  M_SP_NA_1: 1, M_SP_TA_1: 2, M_DP_NA_1: 3, M_DP_TA_1: 4, M_ST_NA_1: 5, M_ST_TA_1: 6, M_BO_NA_1: 7, M_BO_TA_1: 8,
  M_ME_NA_1: 9, M_ME_TA_1: 10, M_ME_NB_1: 11, M_ME_TB_1: 12, M_ME_NC_1: 13, M_ME_TC_1: 14, M_IT_NA_1: 15, M_IT_TA_1: 16,
  M_EP_TA_1: 17, M_EP_TB_1: 18, M_EP_TC_1: 19, M_PS_NA_1: 20, M_ME_ND_1: 21, M_SP_TB_1: 30, M_DP_TB_1: 31, M_ST_TB_1: 32,
  M_BO_TB_1: 33, M_ME_TD_1: 34, M_ME_TE_1: 35, M_ME_TF_1: 36, M_IT_TB_1: 37, M_EP_TD_1: 38, M_EP_TE_1: 39, M_EP_TF_1: 40,
  M_EI_NA_1: 70,
} // biome-ignore format: a table

/** Type identifications of IEC 60870-5-104 in control direction, by name. */
export const IEC104: Readonly<Record<string, FunctionRow>> = {
  C_SC_NA_1: { number: 45, class: 'control' },
  C_DC_NA_1: { number: 46, class: 'control' },
  C_RC_NA_1: { number: 47, class: 'control' },
  C_SE_NA_1: { number: 48, class: 'write' },
  C_SE_NB_1: { number: 49, class: 'write' },
  C_SE_NC_1: { number: 50, class: 'write' },
  C_BO_NA_1: { number: 51, class: 'write' },
  C_SC_TA_1: { number: 58, class: 'control' },
  C_DC_TA_1: { number: 59, class: 'control' },
  C_RC_TA_1: { number: 60, class: 'control' },
  C_SE_TA_1: { number: 61, class: 'write' },
  C_SE_TB_1: { number: 62, class: 'write' },
  C_SE_TC_1: { number: 63, class: 'write' },
  C_BO_TA_1: { number: 64, class: 'write' },
  C_IC_NA_1: { number: 100, class: 'read' },
  C_CI_NA_1: { number: 101, class: 'read' },
  C_RD_NA_1: { number: 102, class: 'read' },
  C_CS_NA_1: { number: 103, class: 'control' },
  C_TS_NA_1: { number: 104, class: 'diagnose' },
  C_RP_NA_1: { number: 105, class: 'control' },
  C_CD_NA_1: { number: 106, class: 'diagnose' },
  C_TS_TA_1: { number: 107, class: 'diagnose' },
  P_ME_NA_1: { number: 110, class: 'program' },
  P_ME_NB_1: { number: 111, class: 'program' },
  P_ME_NC_1: { number: 112, class: 'program' },
  P_AC_NA_1: { number: 113, class: 'program' },
  F_FR_NA_1: { number: 120, class: 'file' },
  F_SR_NA_1: { number: 121, class: 'file' },
  F_SC_NA_1: { number: 122, class: 'file' },
  F_LS_NA_1: { number: 123, class: 'file' },
  F_AF_NA_1: { number: 124, class: 'file' },
  F_SG_NA_1: { number: 125, class: 'file' },
  F_DR_TA_1: { number: 126, class: 'file' },
} // biome-ignore format: a table

/** Words in the name of a function that tell its class, the first that fits; what has none of them is `other`. */
const WORDS: readonly (readonly [RegExp, OperationClass])[] = [
  [/fault|error|hello|acknowledge$/i, 'other'],
  [/session|channel|connect|login|logon|logout|release|register|subscri|endpoints|discover|findservers|initiate|conclude|abort|keep.?alive/i, 'session'],
  [/download|program|create|delete|addnodes|addreferences|erase|firmware/i, 'program'],
  [/file|upload|directory/i, 'file'],
  [/write|modify|force|update|set[_ -]|^set/i, 'write'],
  [/stop|start|restart|reset|control|operate|select|call|trip|command|reboot|halt/i, 'control'],
  [/diagnos|status|identi|version|history.?status|log|alarm|event/i, 'diagnose'],
  [/read|get|poll|browse|publish|monitor|report|data|query|fetch|translate/i, 'read'],
] // biome-ignore format: a table

/** The class that the words of a function name suggest. */
export function classOfWords(name: string): OperationClass {
  return WORDS.find(([words]) => words.test(name))?.[1] ?? 'other'
}
