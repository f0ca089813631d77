import type { OperationClass } from '../../observation.ts'

interface Row {
  readonly name: string
  readonly title: string
  readonly class: OperationClass
}

const row = (name: string, title: string, kind: OperationClass): Row => ({ name, title, class: kind })

/** Commands of SMB 1 (MS-CIFS, 2.2.2.1). */
export const SMB1: Readonly<Record<number, Row>> = {
  0x00: row('CREATE_DIRECTORY', 'make a directory', 'file'),
  0x01: row('DELETE_DIRECTORY', 'delete a directory', 'file'),
  0x02: row('OPEN', 'open a file', 'file'),
  0x03: row('CREATE', 'make a file', 'file'),
  0x04: row('CLOSE', 'close', 'file'),
  0x05: row('FLUSH', 'flush', 'file'),
  0x06: row('DELETE', 'delete a file', 'file'),
  0x07: row('RENAME', 'rename a file', 'file'),
  0x08: row('QUERY_INFORMATION', 'read attributes', 'read'),
  0x09: row('SET_INFORMATION', 'change attributes', 'file'),
  0x0a: row('READ', 'read from a file', 'file'),
  0x0b: row('WRITE', 'write to a file', 'file'),
  0x0c: row('LOCK_BYTE_RANGE', 'lock', 'file'),
  0x0d: row('UNLOCK_BYTE_RANGE', 'unlock', 'file'),
  0x0e: row('CREATE_TEMPORARY', 'make a temporary file', 'file'),
  0x0f: row('CREATE_NEW', 'make a new file', 'file'),
  0x10: row('CHECK_DIRECTORY', 'look for a directory', 'read'),
  0x11: row('PROCESS_EXIT', 'end of a process', 'session'),
  0x12: row('SEEK', 'seek', 'file'),
  0x13: row('LOCK_AND_READ', 'lock and read', 'file'),
  0x14: row('WRITE_AND_UNLOCK', 'write and unlock', 'file'),
  0x1a: row('READ_RAW', 'read from a file', 'file'),
  0x1d: row('WRITE_RAW', 'write to a file', 'file'),
  0x20: row('WRITE_COMPLETE', 'written', 'file'),
  0x22: row('SET_INFORMATION2', 'change attributes', 'file'),
  0x23: row('QUERY_INFORMATION2', 'read attributes', 'read'),
  0x24: row('LOCKING_ANDX', 'lock or unlock', 'file'),
  0x25: row('TRANSACTION', 'transaction', 'other'),
  0x26: row('TRANSACTION_SECONDARY', 'more of a transaction', 'other'),
  0x27: row('IOCTL', 'control a device', 'other'),
  0x29: row('COPY', 'copy files', 'file'),
  0x2a: row('MOVE', 'move files', 'file'),
  0x2b: row('ECHO', 'echo', 'diagnose'),
  0x2c: row('WRITE_AND_CLOSE', 'write and close', 'file'),
  0x2d: row('OPEN_ANDX', 'open a file', 'file'),
  0x2e: row('READ_ANDX', 'read from a file', 'file'),
  0x2f: row('WRITE_ANDX', 'write to a file', 'file'),
  0x32: row('TRANSACTION2', 'transaction on files', 'file'),
  0x33: row('TRANSACTION2_SECONDARY', 'more of a transaction on files', 'file'),
  0x34: row('FIND_CLOSE2', 'end of a search', 'read'),
  0x70: row('TREE_CONNECT', 'connect to a share', 'session'),
  0x71: row('TREE_DISCONNECT', 'leave a share', 'session'),
  0x72: row('NEGOTIATE', 'agree on a dialect', 'session'),
  0x73: row('SESSION_SETUP_ANDX', 'log in', 'session'),
  0x74: row('LOGOFF_ANDX', 'log off', 'session'),
  0x75: row('TREE_CONNECT_ANDX', 'connect to a share', 'session'),
  0x80: row('QUERY_INFORMATION_DISK', 'read the state of a disk', 'read'),
  0x81: row('SEARCH', 'list files', 'read'),
  0x82: row('FIND', 'list files', 'read'),
  0x83: row('FIND_UNIQUE', 'list files', 'read'),
  0x84: row('FIND_CLOSE', 'end of a search', 'read'),
  0xa0: row('NT_TRANSACT', 'transaction', 'other'),
  0xa1: row('NT_TRANSACT_SECONDARY', 'more of a transaction', 'other'),
  0xa2: row('NT_CREATE_ANDX', 'open a file', 'file'),
  0xa4: row('NT_CANCEL', 'cancel', 'session'),
  0xa5: row('NT_RENAME', 'rename a file', 'file'),
  0xc0: row('OPEN_PRINT_FILE', 'print', 'file'),
  0xc1: row('WRITE_PRINT_FILE', 'print', 'file'),
  0xc2: row('CLOSE_PRINT_FILE', 'end of printing', 'file'),
}

/** Transactions on files by their number (MS-CIFS, 2.2.2.2), as titles and classes of `TRANSACTION2`. */
export const TRANS2: readonly (readonly [title: string, kind: OperationClass])[] = [
  ['open a file', 'file'],
  ['list files', 'read'],
  ['list more files', 'read'],
  ['read what is known of a disk', 'read'],
  ['change a disk', 'file'],
  ['read what is known of a file', 'read'],
  ['change what is known of a file', 'file'],
  ['read what is known of an open file', 'read'],
  ['change what is known of an open file', 'file'],
  ['control a file system', 'other'],
  ['control a file system', 'other'],
  ['watch files', 'read'],
  ['watch files', 'read'],
  ['make a directory', 'file'],
  ['log in', 'session'],
  ['unknown transaction on files', 'other'],
  ['ask where files are', 'read'],
]

/** Commands of SMB 2 and 3 by number (MS-SMB2, 2.2.1.2). */
export const SMB2: readonly Row[] = [
  row('NEGOTIATE', 'agree on a dialect', 'session'),
  row('SESSION_SETUP', 'log in', 'session'),
  row('LOGOFF', 'log off', 'session'),
  row('TREE_CONNECT', 'connect to a share', 'session'),
  row('TREE_DISCONNECT', 'leave a share', 'session'),
  row('CREATE', 'open a file', 'file'),
  row('CLOSE', 'close', 'file'),
  row('FLUSH', 'flush', 'file'),
  row('READ', 'read from a file', 'file'),
  row('WRITE', 'write to a file', 'file'),
  row('LOCK', 'lock or unlock', 'file'),
  row('IOCTL', 'control', 'other'),
  row('CANCEL', 'cancel', 'session'),
  row('ECHO', 'echo', 'diagnose'),
  row('QUERY_DIRECTORY', 'list files', 'read'),
  row('CHANGE_NOTIFY', 'watch files', 'read'),
  row('QUERY_INFO', 'read what is known of a file', 'read'),
  row('SET_INFO', 'change what is known of a file', 'file'),
  row('OPLOCK_BREAK', 'give up a cache', 'session'),
  row('SERVER_TO_CLIENT_NOTIFICATION', 'word from the server', 'session'),
]

/** How an opening is shown, by the detail it is told with. */
export const OPENINGS: readonly (readonly [title: string, kind: OperationClass])[] = [
  ['open a file to read', 'file'],
  ['open a file to write', 'file'],
  ['open a file to delete it', 'file'],
  ['open a pipe', 'session'],
]

/** Changes of a file that say what is done, by class of information (MS-FSCC, 2.4). */
export const CHANGES: Readonly<Record<number, string>> = {
  4: 'change times or attributes of a file',
  10: 'rename a file',
  11: 'link a file',
  13: 'delete a file',
  19: 'change the size of a file',
  20: 'change the size of a file',
  64: 'delete a file',
  65: 'rename a file',
}

/** Controls that are told apart, by detail: code and title (MS-FSCC, 2.3; MS-SMB2, 2.2.31). */
export const CONTROLS: readonly (readonly [code: number, title: string, kind: OperationClass])[] = [
  [0, 'control', 'other'],
  [0x0011c017, 'talk through a pipe', 'other'],
  [0x00060194, 'ask where files are', 'read'],
  [0x00140204, 'prove the negotiation', 'session'],
  [0x001401fc, 'ask for network interfaces', 'read'],
  [0x001440f2, 'copy files on the server', 'file'],
  [0x001480f2, 'copy files on the server', 'file'],
  [0x00110018, 'wait for a pipe', 'other'],
  [0x00144064, 'ask for snapshots', 'read'],
]

/** Messages of the session service (RFC 1002, 4.3), and those of SMB 3 that show nothing but that they are there. */
export const SESSION: readonly Row[] = [
  row('SESSION_REQUEST', 'ask for a NetBIOS session', 'session'),
  row('SESSION_POSITIVE', 'accept a NetBIOS session', 'session'),
  row('SESSION_NEGATIVE', 'refuse a NetBIOS session', 'session'),
  row('SESSION_RETARGET', 'send a NetBIOS session elsewhere', 'session'),
  row('SESSION_KEEPALIVE', 'keep a NetBIOS session', 'session'),
  row('SMB3_ENCRYPTED', 'message, encrypted', 'other'),
  row('SMB3_COMPRESSED', 'message, compressed', 'other'),
]

/** Statuses by number (MS-ERREF, 2.3). */
export const STATUS: Readonly<Record<number, string>> = {
  0xc0000001: 'UNSUCCESSFUL', 0xc0000002: 'NOT_IMPLEMENTED', 0xc0000003: 'INVALID_INFO_CLASS', 0xc0000008: 'INVALID_HANDLE',
  0xc000000d: 'INVALID_PARAMETER', 0xc000000e: 'NO_SUCH_DEVICE', 0xc000000f: 'NO_SUCH_FILE',
  0xc0000010: 'INVALID_DEVICE_REQUEST', 0xc0000011: 'END_OF_FILE', 0xc0000022: 'ACCESS_DENIED', 0xc0000033: 'NAME_INVALID',
  0xc0000034: 'NAME_NOT_FOUND', 0xc0000035: 'NAME_COLLISION', 0xc000003a: 'PATH_NOT_FOUND', 0xc0000043: 'SHARING_VIOLATION',
  0xc0000054: 'FILE_LOCK_CONFLICT', 0xc0000056: 'DELETE_PENDING', 0xc0000061: 'PRIVILEGE_NOT_HELD',
  0xc0000064: 'NO_SUCH_USER', 0xc000006a: 'WRONG_PASSWORD', 0xc000006d: 'LOGON_FAILURE', 0xc000006e: 'ACCOUNT_RESTRICTION',
  0xc000006f: 'INVALID_LOGON_HOURS', 0xc0000070: 'INVALID_WORKSTATION', 0xc0000071: 'PASSWORD_EXPIRED',
  0xc0000072: 'ACCOUNT_DISABLED', 0xc000007f: 'DISK_FULL', 0xc00000ac: 'PIPE_NOT_AVAILABLE', 0xc00000ba: 'IS_A_DIRECTORY',
  0xc00000bb: 'NOT_SUPPORTED', 0xc00000c9: 'NETWORK_NAME_DELETED', 0xc00000ca: 'NETWORK_ACCESS_DENIED',
  0xc00000cc: 'BAD_NETWORK_NAME', 0xc0000101: 'DIRECTORY_NOT_EMPTY', 0xc0000103: 'NOT_A_DIRECTORY', 0xc0000120: 'CANCELED',
  0xc0000121: 'CANNOT_DELETE', 0xc0000128: 'FILE_CLOSED', 0xc000015b: 'LOGON_TYPE_NOT_GRANTED',
  0xc0000193: 'ACCOUNT_EXPIRED', 0xc0000203: 'USER_SESSION_DELETED', 0xc000020c: 'CONNECTION_DISCONNECTED', 0xc0000224: 'PASSWORD_MUST_CHANGE',
  0xc0000225: 'NOT_FOUND', 0xc0000234: 'ACCOUNT_LOCKED_OUT', 0xc0000257: 'PATH_NOT_COVERED',
} // biome-ignore format: a table

/** Statuses that refuse for want of a right or of proof. */
export const DENIED: ReadonlySet<number> = new Set([
  0xc0000022, 0xc0000061, 0xc0000064, 0xc000006a, 0xc000006d, 0xc000006e, 0xc000006f, 0xc0000070, 0xc0000071, 0xc0000072,
  0xc00000ca, 0xc000015b, 0xc0000193, 0xc0000224, 0xc0000234,
]) // biome-ignore format: a list

/** Dialects of SMB 2 and 3 (MS-SMB2, 2.2.4). */
export const DIALECTS: Readonly<Record<number, string>> = {
  0x0202: 'SMB 2.0.2',
  0x0210: 'SMB 2.1',
  0x02ff: 'SMB 2',
  0x0300: 'SMB 3.0',
  0x0302: 'SMB 3.0.2',
  0x0311: 'SMB 3.1.1',
}

/** Pipes by the names under which Windows and Samba offer them. */
export const PIPES = [
  'svcctl', 'winreg', 'atsvc', 'srvsvc', 'wkssvc', 'lsarpc', 'lsass', 'samr', 'netlogon', 'spoolss', 'epmapper', 'eventlog',
  'initshutdown', 'browser', 'ntsvcs', 'router', 'trkwks', 'efsrpc', 'netdfs', 'protected_storage', 'mdssvc', 'fssagentrpc',
  'dnsserver', 'keysvc', 'scerpc', 'w32time', 'plugplay', 'msftewds', 'tapsrv', 'ntlsa', 'drsuapi', 'lanman', 'winstation',
] // biome-ignore format: a list

/** Kinds of objects, by the number with which they are reported. */
export const KINDS = [
  'share', 'file', 'pipe', 'dialect', 'login', 'status', 'denied', 'interface', 'called-name', 'calling-name', 'transaction',
] as const // biome-ignore format: a list
