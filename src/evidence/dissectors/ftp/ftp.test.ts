import { expect, test } from 'vitest'
import { dissect, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { ftp } from './ftp.ts'

const bytes = (...lines: readonly string[]) => new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(''))

test('the recorded trace: files, refusals, logins, TLS', () => {
  const { conversations, facts, notUnderstood } = readCapture(pcapOfTrace(traceOf('ftp')))
  const rows = conversations.flatMap((c) =>
    c.operations.map(
      (o) => `${o.direction} ${o.protocol} ${o.name} ${o.class} ${o.outcome} ${o.count} ${JSON.stringify(o.objects)}`,
    ),
  )
  for (const row of [
    'c2s ftp STOR file asked 1 {"file":"recipe.txt"}',
    'c2s ftp RETR file asked 2 {"file":"nothere,recipe.txt"}',
    'c2s ftp RNFR file asked 1 {"file":"recipe.txt"}',
    'c2s ftp RNTO file asked 1 {"file":"r2.txt"}',
    'c2s ftp DELE file asked 1 {"file":"r2.txt"}',
    'c2s ftp MKD file asked 1 {"directory":"d"}',
    'c2s ftp LIST read asked 1 {}',
    'c2s ftp SITE other asked 1 {"site-command":"CHMOD"}',
    'c2s ftp USER session asked 2 {}',
    'c2s ftp PASS session asked 2 {}',
    'c2s ftp AUTH session asked 1 {"protection":"TLS"}',
    's2c ftp 226 session done 3 {}',
    's2c ftp 530 session refused 1 {"denied":"530"}',
    's2c ftp 550 session refused 2 {}',
    's2c tls CERTIFICATE session done 1 {}',
  ])
    expect(rows).toContain(row)
  const told = facts.map((f) => `${f.subject} ${f.attribute} ${f.value}`)
  for (const fact of [
    '10.0.0.2 clear-text-credentials FTP password',
    '10.0.0.2 os UNIX Type: L8',
    '10.0.0.2 server-software vsFTPd 3.0.3',
    '10.0.0.2 certificate-subject O=Acme, CN=hmi3',
  ])
    expect(told).toContain(fact)
  expect(JSON.stringify([facts, conversations])).not.toMatch(/secret|wrong"/)
  expect(notUnderstood).toEqual([])
})

test('replies of several lines count once, and an anonymous login gives no secret away', () => {
  const server = dissect(
    ftp,
    bytes('220-VxWorks (5.4.2) FTP server', '230 not yet', ' more', '220 ready', '215 VxWorks', '999 no', '425 no'),
    S2C,
  )
  expect(server.operations).toEqual({ '220 done': 1, '215 done': 1, '425 refused': 1 })
  expect(server.facts).toEqual({ 'server-software': 'VxWorks (5.4.2) FTP server', os: 'VxWorks' })
  expect(server.lost).toBe(8)
  const client = dissect(ftp, bytes('user Anonymous', 'pass a@b', 'retr /etc/x y', 'XYZZY', 'NOOP'))
  expect(client.facts).toEqual({})
  expect(client.objects).toEqual({ 'USER login': ['anonymous'], 'RETR file': ['/etc/x y'] })
  expect(client.operations).toMatchObject({ 'PASS asked': 1, 'NOOP asked': 1 })
  expect(client.lost).toBe(7)
})

test('is told from mail and chat away from its port', () => {
  const is = (direction: 0 | 1, line: string, hinted = false) => recognition(ftp, bytes(line), direction, hinted)
  expect(is(S2C, '220 (vsFTPd 3.0.3)')).toBe(YES)
  expect(is(S2C, '220 mail.acme ESMTP')).toBe(NO)
  expect(is(S2C, '220 mail.acme ESMTP', true)).toBe(YES)
  expect(is(C2S, 'USER op')).toBe(YES)
  expect(is(C2S, 'USER op 0 * :real')).toBe(NO)
  expect(is(C2S, 'EHLO plc')).toBe(NO)
  expect(is(C2S, 'DELE 1')).toBe(NO)
  expect(is(C2S, 'DELE 1', true)).toBe(YES)
  expect(ftp.recognizes(new TextEncoder().encode('US'), 0, 2, C2S, false, 'tcp')).toBe(MAYBE)
})
