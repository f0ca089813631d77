import { describe, expect, test } from 'vitest'
import { dissect, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { http } from './http.ts'

const bytes = (...lines: readonly string[]) => new TextEncoder().encode(lines.join('\r\n'))
const heard = (direction: 0 | 1, ...lines: readonly string[]) => dissect(http, bytes(...lines), direction)

test('the recorded trace: requests, answers, touched objects and what both sides give away', () => {
  const { conversations, facts, notUnderstood } = readCapture(pcapOfTrace(traceOf('http')))
  const rows = conversations.flatMap((c) =>
    c.operations.map((o) => `${o.direction} ${o.name} ${o.class} ${o.outcome} ${o.count} ${JSON.stringify(o.objects)}`),
  )
  expect(rows).toEqual([
    's2c 200 other done 4 {}',
    'c2s GET read asked 2 {"host":"127.0.0.1:8000","path":"/dd.xml,/index.html"}',
    'c2s HEAD read asked 2 {"host":"127.0.0.1:8000","path":"/dd.xml,/index.html"}',
    's2c 101 session done 1 {"upgrade":"websocket"}',
    's2c 200 other done 7 {}',
    's2c 400 other refused 1 {}',
    's2c 401 other refused 1 {"denied":"401"}',
    'c2s CONNECT session asked 1 {"host":"plc7.example:443"}',
    'c2s GET read asked 6 {"host":"127.0.0.1:8080,plc7.example","path":"/a,/auth,/chunk,/chunk/2,/ws","upgrade":"websocket"}',
    'c2s POST write asked 1 {"host":"127.0.0.1:8080","path":"/login"}',
    'c2s POST file asked 1 {"host":"127.0.0.1:8080","path":"/update"}',
    'c2s PRI session asked 1 {"path":"*"}',
  ])
  expect(facts.map((f) => `${f.subject} ${f.attribute} = ${f.value} (${f.by})`)).toEqual([
    '10.0.0.1 client-software = curl/7.88.1 (http)',
    '10.0.0.2 clear-text-credentials = HTTP Basic password (http)',
    '10.0.0.2 clear-text-credentials = HTTP form password (http)',
    '10.0.0.2 description = Acme PLC-7 (http.realm)',
    '10.0.0.2 make = Siemens (http.title)',
    '10.0.0.2 make = Acme (http.upnp-description)',
    '10.0.0.2 name = Line 3 gateway (http.upnp-description)',
    '10.0.0.2 order-number = GW-200-4 (http.upnp-description)',
    '10.0.0.2 product = SIMATIC S7-1200 station_1 (http.title)',
    '10.0.0.2 product = GW-200 (http.upnp-description)',
    '10.0.0.2 serial = AC-00193 (http.upnp-description)',
    '10.0.0.2 server-software = AcmeWeb/1.2 (http)',
    '10.0.0.2 server-software = SimpleHTTP/0.6 Python/3.11.7 (http)',
  ])
  expect(notUnderstood).toEqual([])
})

describe('bodies are passed over', () => {
  const GET = 'GET / HTTP/1.1'
  test('by length, by chunks with a trailer, and up to the end; the next message is found', () => {
    const answers = heard(
      S2C,
      'HTTP/1.1 200 OK',
      'Content-Length: 16',
      '',
      'HTTP/1. 200 OK!!HTTP/1.1 200',
      'transfer-encoding: gzip, Chunked',
      '',
      'a;x=1',
      'GET / HTTP',
      '0',
      'Trailer: 1',
      '',
      'HTTP/1.1 404 Not Found',
      'Content-Length: 0',
      '',
      'HTTP/1.0 503 Busy',
      '',
      'so HTTP/1.1 200 is part of this page',
      '',
      '',
    )
    expect(answers.operations).toEqual({ '200 done': 2, '404 refused': 1, '503 refused': 1 })
    expect(answers.lost).toBe(0)
    const headers = heard(
      S2C,
      'HTTP/1.1 200',
      'Content-Length: 99',
      '',
      'HTTP/1.1 200',
      'Transfer-Encoding: chunked',
      '',
      '',
    )
    expect(headers.operations, 'an answer to HEAD has no body').toEqual({ '200 done': 2 })
    const posts = heard(C2S, 'POST /a HTTP/1.1', 'Content-Length: 16', '', `${GET}..${GET}`, '', '')
    expect(posts.operations).toEqual({ 'POST asked': 1, 'GET asked': 1 })
    expect(posts.lost).toBe(0)
  })

  test('not of 1xx, 204 and 304; a length that is no number is none', () => {
    for (const status of [100, 204, 304]) {
      const two = heard(
        S2C,
        `HTTP/1.1 ${status} x`,
        'Content-Length: 5',
        '',
        'HTTP/1.1 200',
        'Content-Length: 0',
        '',
        '',
      )
      expect(Object.values(two.operations), `${status}`).toEqual([1, 1])
      expect(two.lost).toBe(0)
    }
    const odd = heard(C2S, 'GET / HTTP/1.1', 'Content-Length: 5x', '', 'GET / HTTP/1.1', '', '')
    expect(odd.operations).toEqual({ 'GET asked': 2 })
  })

  test('behind a tunnel that was refused the requests go on, behind one that was opened silence', () => {
    const again = heard(
      C2S,
      'CONNECT a:443 HTTP/1.1',
      '',
      'CONNECT a:443 HTTP/1.1',
      '',
      '\x16\x03\x01 GET / HTTP/1.1',
      '',
      '',
    )
    expect(again.operations).toEqual({ 'CONNECT asked': 2 })
    expect(again.lost).toBe(0)
  })
})

describe('what is told', () => {
  test('targets of every form, without queries, parameters and user names', () => {
    const all = heard(
      C2S,
      'GET http://op:secret@plc7:81/a/b;jsession=1?x HTTP/1.1',
      'Host: other',
      '',
      'OPTIONS * HTTP/1.1',
      'host:  plc8 ',
      '',
      'GET /login?user=a&txtPwd=b HTTP/1.0',
      '',
      '',
    )
    expect(all.objects).toEqual({
      'GET host': ['plc7:81'],
      'GET path': ['/a/b', '/login'],
      'OPTIONS path': ['*'],
      'OPTIONS host': ['plc8'],
    })
    expect(all.facts).toEqual({ 'receiver.clear-text-credentials': 'HTTP password in an address' })
  })

  test('credentials by kind, never as values', () => {
    const kind = (...lines: readonly string[]) => Object.values(heard(C2S, ...lines).facts)
    const header = (value: string) => kind('GET / HTTP/1.1', `Authorization: ${value}`, '', '')
    expect(header('Basic b3A6c2VjcmV0')).toEqual(['HTTP Basic password'])
    expect(header('Digest username="op", response="6629"')).toEqual(['HTTP Digest'])
    expect(header('bearer abc')).toEqual(['HTTP bearer token'])
    expect(header('Negotiate abc')).toEqual([])
    const form = (type: string, text: string) =>
      kind('POST /x HTTP/1.1', `Content-Type: ${type}`, `Content-Length: ${text.length}`, '', text)
    expect(form('application/json; charset=utf-8', '{"user": "a", "newPassword" : "b"}')).toEqual([
      'HTTP form password',
    ])
    expect(form('application/x-www-form-urlencoded', 'u=a&PASS1=b')).toEqual(['HTTP form password'])
    for (const none of ['u=a&pass=', 'compass=north', 'pass', 'password', '{"pass":""}'])
      expect(form('application/x-www-form-urlencoded', none), none).toEqual([])
    expect(form('text/plain', 'pass=b')).toEqual([])
  })

  test('a title tells a product only where it names one', () => {
    const page = (title: string) =>
      heard(S2C, 'HTTP/1.0 200 OK', 'Content-Type: text/html', '', `<HTML><TITLE>${title}</TITLE>`).facts
    expect(page('MGate MB3180 (Line 3)')).toEqual({ product: 'MGate MB3180 (Line 3)', make: 'Moxa' })
    expect(page('Schneider Electric')).toEqual({ make: 'Schneider Electric' })
    expect(page('Pump PLC 4')).toEqual({ product: 'Pump PLC 4' })
    expect(page('Welcome')).toEqual({})
  })
})

describe('what is no HTTP', () => {
  test.for([
    'OPTIONS sip:a@b SIP/2.0\r\n',
    'GET /x RTSP/1.0\r\n',
    'GET\r\n',
    'HELO plc\r\n',
    'HTTP/2 200 OK',
    'HTTP/1.1 abc',
    'GET / HTTP/1\r\n',
    'GETX / HTTP/1.1\r\n',
  ])('is refused: %s', (text) => {
    for (const hinted of [true, false]) expect(recognition(http, bytes(text), C2S, hinted)).toBe(NO)
  })
  test('is waited for while it fits', () => {
    for (const text of ['', 'PO', 'POST', 'POST ', 'POST /a', 'POST /a HTTP/1.1'])
      expect(http.recognizes(bytes(text), 0, text.length, C2S, false, 'tcp'), text).toBe(MAYBE)
    expect(recognition(http, bytes('POST /a HTTP/1.1', ''), C2S, false)).toBe(YES)
    expect(recognition(http, bytes('HTTP/1.1 200'), S2C, false)).toBe(YES)
  })
  test('is counted as lost inside a stream, and the next message is found', () => {
    const found = heard(C2S, 'GET / HTTP/1.1', '', 'garbagePOST /a HTTP/1.1', '', '')
    expect(found.operations).toEqual({ 'GET asked': 1, 'POST asked': 1 })
    expect(found.lost).toBe(7)
  })
})
