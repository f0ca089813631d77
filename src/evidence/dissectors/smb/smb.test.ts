import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { smb } from './smb.ts'

const { conversations, facts, notUnderstood } = readCapture(pcapOfTrace(traceOf('smb')))
const rows = (port: number) =>
  conversations
    .filter((c) => c.port === port)
    .flatMap((c) =>
      c.operations.map(
        (o) => `${o.direction} ${o.name}, ${o.title} (${o.class}) ${o.outcome} ${o.count} ${JSON.stringify(o.objects)}`,
      ),
    )

describe('the recorded trace', () => {
  test('SMB 1 on the port of NetBIOS sessions', () => {
    expect(rows(139)).toEqual([
      'c2s SMB1_NEGOTIATE, agree on a dialect (session) asked 1 {"dialect":"NT LANMAN 1.0,NT LM 0.12"}',
      's2c SMB1_NEGOTIATE, agree on a dialect (session) done 1 {}',
      'c2s SMB1_SESSION_SETUP_ANDX, log in (session) asked 2 {"login":"NTLMv2"}',
      's2c SMB1_SESSION_SETUP_ANDX, log in (session) done 2 {}',
      'c2s SMB1_TRANSACTION2, ask where files are (read) asked 1 {}',
      's2c SMB1_TRANSACTION2, transaction on files (file) refused 1 {"status":"NOT_FOUND"}',
      'c2s SMB1_TREE_CONNECT_ANDX, connect to a share (session) asked 1 {"share":"\\\\\\\\127.0.0.1\\\\IPC$"}',
      's2c SMB1_TREE_CONNECT_ANDX, connect to a share (session) done 1 {}',
      'c2s SMB1_TREE_DISCONNECT, leave a share (session) asked 1 {}',
      's2c SMB1_TREE_DISCONNECT, leave a share (session) done 1 {}',
    ])
  })

  test('files, shares, logins, pipes and the calls inside', () => {
    const found = rows(445)
    for (const row of [
      'c2s SMB1_NT_CREATE_ANDX, open a file to write (file) asked 1 {"file":"\\\\up.txt"}',
      'c2s SMB1_NT_CREATE_ANDX, open a file to read (file) asked 3 {"file":"\\\\nothere.txt,\\\\recipe.txt,\\\\up2.txt"}',
      's2c SMB1_NT_CREATE_ANDX, open a file (file) refused 1 {"status":"NAME_NOT_FOUND"}',
      'c2s SMB1_RENAME, rename a file (file) asked 1 {"file":"\\\\up.txt"}',
      'c2s SMB1_DELETE, delete a file (file) asked 1 {"file":"\\\\up2.txt"}',
      'c2s SMB2_CREATE, open a file to write (file) asked 3 {"file":"d,up.txt"}',
      'c2s SMB2_SET_INFO, rename a file (file) asked 1 {"file":"up2.txt"}',
      'c2s SMB2_SET_INFO, delete a file (file) asked 1 {}',
      'c2s SMB2_CREATE, open a pipe (session) asked 6 {"pipe":"initshutdown,lsarpc,svcctl,winreg"}',
      's2c SMB2_SESSION_SETUP, log in (session) refused 1 {"denied":"LOGON_FAILURE","status":"LOGON_FAILURE"}',
      's2c SMB2_TREE_CONNECT, connect to a share (session) done 5 {"share":"files,pipes"}',
      'c2s BIND, bind to an interface (session) asked 6 {"interface":"initshutdown,lsarpc,svcctl,winreg"}',
      'c2s svcctl_StartServiceW, svcctl: start a service (control) asked 1 {}',
      'c2s winreg_BaseRegSetValue, winreg: set a value (write) asked 1 {}',
      'c2s initshutdown_BaseInitiateShutdown, initshutdown: shut the system down (control) asked 1 {}',
    ])
      expect(found).toContain(row)
    expect(found.filter((row) => row.includes('SMB3_ENCRYPTED')).length).toBe(2)
    expect(notUnderstood).toEqual([])
  })

  test('facts, and no account among them', () => {
    const told = new Set(facts.map((f) => `${f.subject.slice(-1)} ${f.attribute} = ${f.value}`))
    for (const fact of [
      '2 name = HISTORIAN1',
      '2 smb-dialect = SMB 1',
      '2 smb-dialect = SMB 3.1.1',
      '2 smb-signing = not required',
      '2 smb-software = Samba 4.17.12-Debian',
      '1 domain = PLANT',
      '1 name = HISTORIAN1',
    ])
      expect(told).toContain(fact)
    expect(JSON.stringify([facts, conversations])).not.toMatch(/"op"|op%|secret/)
  })
})

/** A message of the session service around one of SMB. */
const framed = (text: string) => {
  const body = text.replace(/\s+/g, '')
  return `00${(body.length / 2).toString(16).padStart(6, '0')}${body}`
}
const smb1 = (command: string, status: string, answer: boolean, rest: string) =>
  framed(`ff534d42 ${command} ${status} ${answer ? '88' : '08'} 0140 ${'00'.repeat(20)} ${rest}`)

test('SMB 1: chained commands, errors of DOS, a password in clear', () => {
  const share = Buffer.from('\\\\PLC\\C\0A:\0').toString('hex')
  const tree = `04 ff 00 0000 0000 0100 0c00 00 ${share}`
  const account = Buffer.from('secret\0op\0PLANT\0Windows 95\0LM\0').toString('hex')
  const login = `0d 75 00 ${(32 + 1 + 26 + 2 + account.length / 2).toString(16).padStart(2, '0')}00 0000 0000 0000 00000000 0700 0000 00000000 00000000`
  const size = (account.length / 2).toString(16).padStart(2, '0')
  const heard = dissect(smb, hex(smb1('73', '00000000', false, `${login} ${size}00 ${account} ${tree}`)))
  expect(heard.operations).toEqual({ 'SMB1_SESSION_SETUP_ANDX asked': 1, 'SMB1_TREE_CONNECT_ANDX asked': 1 })
  expect(heard.objects).toEqual({ 'SMB1_TREE_CONNECT_ANDX share': ['\\\\PLC\\C'] })
  expect(heard.facts).toEqual({
    'receiver.clear-text-credentials': 'SMB password',
    os: 'Windows 95',
    'smb-software': 'LM',
  })
  const dos = framed(`ff534d42 06 01 00 0500 88 0100 ${'00'.repeat(20)} 00 0000`)
  expect(dissect(smb, hex(dos), S2C).objects).toEqual({
    'SMB1_DELETE status': ['ACCESS_DENIED'],
    'SMB1_DELETE denied': ['ACCESS_DENIED'],
  })
})

test('names of NetBIOS sessions, long data passed over, bytes that are none', () => {
  const letters = (text: string) =>
    [...text.padEnd(16)]
      .map((c) => [c.charCodeAt(0) >> 4, c.charCodeAt(0) & 15].map((n) => (0x41 + n).toString(16)).join(''))
      .join('')
  const request = `81000044 20${letters('*SMBSERVER')}00 20${letters('TEST')}00`
  const large = `00010000 fd534d42 ${'00'.repeat(65532)}`
  const heard = dissect(smb, hex(request, large, 'ffff', '8500 0000'), C2S)
  expect(heard.operations).toEqual({
    'SESSION_REQUEST asked': 1,
    'SMB3_ENCRYPTED asked': 1,
    'SESSION_KEEPALIVE asked': 1,
  })
  expect(heard.objects).toEqual({
    'SESSION_REQUEST called-name': ['*SMBSERVER'],
    'SESSION_REQUEST calling-name': ['TEST'],
  })
  expect(heard.lost).toBe(2)
})

test('is known by content', () => {
  expect(recognition(smb, hex('00000040 fe534d42'), C2S, false)).toBe(YES)
  expect(recognition(smb, hex('82000000'), S2C, true)).toBe(YES)
  expect(recognition(smb, hex('82000000'), S2C, false)).toBe(MAYBE)
  expect(recognition(smb, hex('82000000 00000040 ff534d42'), S2C, false)).toBe(YES)
  for (const other of ['82000000 16030100', '00000010 fe534d42', '00000040 fe534d43', '81000044 2061', '8300'])
    for (const hinted of [false]) expect([NO, MAYBE], other).toContain(recognition(smb, hex(other), C2S, hinted))
})
