import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CORPUS, testWith } from '../../../../tests/kit/need.ts'
import { diagnosticCatalog, sentence } from '../../../groundwork/diagnostic.ts'
import type { Segment, Vantage } from '../../observation.ts'
import { zeekLogDiagnostics } from './diagnostics.ts'
import { zeekLog } from './zeek-log.ts'

const vantage: Vantage = { site: 's', space: 's', tap: undefined, covers: [], declared: false }
const catalog = diagnosticCatalog([zeekLogDiagnostics])

function read(content: string | Uint8Array, file = 'a.log', chunk = 1 << 20, limits = {}): Segment {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const intake = zeekLog.open({ file, vantage, limits })
  for (let i = 0; i < bytes.length; i += chunk) intake.feed(bytes.subarray(i, i + chunk))
  return intake.end()
}

/** A log in columns; blanks in a row part its cells. */
function log(path: string, fields: string, ...rows: string[]): string {
  const head = ['#separator \\x09', '#set_separator\t,', '#empty_field\t(empty)', '#unset_field\t-', `#path\t${path}`]
  const body = [`#fields\t${fields.split(' ').join('\t')}`, ...rows.map((row) => row.split(' ').join('\t'))]
  return [...head, '#open\t2026-11-01-08-00-00', ...body, '#close\t2026-11-01-09-00-00', ''].join('\n')
}

const ID = 'ts uid id.orig_h id.orig_p id.resp_h id.resp_p'
const ICS = `${ID} is_orig source_h source_p destination_h destination_p`
const said = (s: Segment) => s.diagnostics.map((d) => `${d.code}: ${sentence(d, catalog)}`)
const talks = (s: Segment) =>
  s.conversations.map((c) => `${c.client} > ${c.server} ${c.transport}/${c.port} ${c.basis} ${c.answered}`)
const operations = (s: Segment) =>
  s.conversations.flatMap((c) =>
    c.operations.map(
      (o) => `${o.protocol} ${o.direction} ${o.name} ${o.class} ${o.outcome} ${o.count} ${JSON.stringify(o.objects)}`,
    ),
  )
const facts = (s: Segment) => s.facts.map((f) => `${f.line} ${f.subject} ${f.attribute}=${f.value} (${f.by})`)

const CONN = `${ID} proto service duration orig_bytes resp_bytes conn_state history orig_pkts resp_pkts`
const conn = log(
  'conn',
  CONN,
  '1790000000.5 C1 10.0.0.1 50000 10.0.0.2 502 tcp modbus 2.25 100 90 SF ShADadFf 7 6',
  '1790000010.0 C2 10.0.0.1 50001 10.0.0.2 502 tcp modbus 1.0 100 90 SF ShADadFf 3 2',
  '1790000020.0 C3 10.0.0.3 50002 10.0.0.4 102 tcp - - - - S0 S 1 0',
  '1790000030.0 C4 10.0.0.2 161 10.0.0.9 40000 udp snmp 0.1 10 20 SF Dd 1 1',
)

describe('conn.log', () => {
  test('gives conversations with their times, who has sent, and what nobody recognized', () => {
    const segment = read(conn)
    expect(talks(segment)).toEqual([
      '10.0.0.1 > 10.0.0.2 tcp/502 syn true',
      '10.0.0.3 > 10.0.0.4 tcp/102 syn false',
      '10.0.0.9 > 10.0.0.2 udp/161 port true',
    ])
    const [first] = segment.conversations
    expect(first).toMatchObject({
      flows: 2,
      packets: { c2s: 10, s2c: 8 },
      first: 1_790_000_000_500_000,
      last: 1_790_000_011_000_000,
      protocols: ['modbus-tcp'],
    })
    expect(first!.frames.map((f) => [f.unit, f.frame])).toEqual([
      ['line', 8],
      ['line', 9],
    ])
    expect([segment.manner, segment.excerpt, segment.records, said(segment)]).toEqual(['seen', undefined, 4, []])
    expect(segment.addresses.filter((a) => a.sent > 0).map((a) => a.ip)).toEqual([
      '10.0.0.1',
      '10.0.0.2',
      '10.0.0.3',
      '10.0.0.9',
    ])
  })

  test('a frame reference names the bytes of its line', () => {
    const { offset, length } = read(conn).conversations[1]!.frames[0]!
    expect(conn.slice(offset, offset + length)).toMatch(/^1790000020\.0\tC3.*\t0$/)
  })

  test('the same in JSON lines, with its name or without', () => {
    const rows = [
      '{"ts":1790000000.5,"uid":"C1","id.orig_h":"10.0.0.1","id.orig_p":50000,"id.resp_h":"10.0.0.2","id.resp_p":502,"proto":"tcp","service":"modbus","duration":2.25,"conn_state":"SF","history":"ShADadFf","orig_pkts":7,"resp_pkts":6}',
      '{"ts":"2026-09-21T14:13:30.000001Z","uid":"C2","id":{"orig_h":"10.0.0.1","orig_p":50001,"resp_h":"10.0.0.2","resp_p":502},"proto":"tcp","duration":1,"conn_state":"SF","history":"Sh","orig_pkts":3,"resp_pkts":2}',
    ]
    const segment = read(rows.join('\r\n'))
    expect(segment.conversations).toMatchObject([{ flows: 2, packets: { c2s: 10, s2c: 8 }, basis: 'syn' }])
    expect(segment.conversations[0]!.last).toBe(1_790_000_011_000_001)
    expect(said(segment)).toEqual([
      'ZEEK_KIND_GUESSED: line 1: no name of the log is given; by its fields it is taken for "conn"',
    ])
    const named = read(rows.map((row) => row.replace('{', '{"_path":"conn",')).join('\n'))
    expect(said(named)).toEqual([])
  })
})

describe('rows that are messages', () => {
  test('Modbus: functions, exceptions, units; what stands in a detailed log is not counted again', () => {
    const modbus = log(
      'modbus',
      `${ID} tid unit func pdu_type exception`,
      '1790000000.0 C1 10.0.0.1 50000 10.0.0.2 502 1 7 READ_HOLDING_REGISTERS REQ -',
      '1790000000.1 C1 10.0.0.1 50000 10.0.0.2 502 1 7 READ_HOLDING_REGISTERS RESP -',
      '1790000000.2 C1 10.0.0.1 50000 10.0.0.2 502 2 7 WRITE_SINGLE_COIL REQ -',
      '1790000000.3 C1 10.0.0.1 50000 10.0.0.2 502 2 7 WRITE_SINGLE_COIL RESP ILLEGAL_DATA_ADDRESS',
      '1790000000.4 C1 10.0.0.1 50000 10.0.0.2 502 3 7 unknown-156 RESP ILLEGAL_FUNCTION',
    )
    const segment = read(modbus)
    expect(operations(segment)).toEqual([
      'modbus-tcp c2s FC3 read asked 1 {"unit":"7"}',
      'modbus-tcp c2s FC5 write asked 1 {"unit":"7"}',
      'modbus-tcp s2c FC28!EX1 other refused 1 {"unit":"7"}',
      'modbus-tcp s2c FC3 read done 1 {"unit":"7"}',
      'modbus-tcp s2c FC5!EX2 write refused 1 {"unit":"7"}',
    ])
    expect([segment.excerpt, talks(segment)]).toEqual([true, ['10.0.0.1 > 10.0.0.2 tcp/502 port true']])
    const detailed = log(
      'modbus_detailed',
      `${ICS} unit func request_response address quantity values`,
      '1790000000.0 C1 10.0.0.1 50000 10.0.0.2 502 T 10.0.0.1 50000 10.0.0.2 502 7 READ_HOLDING_REGISTERS REQUEST 100 10 -',
    )
    expect(operations(read(detailed))).toEqual(['modbus-tcp c2s FC3 read asked 0 {"holding":"100-109","unit":"7"}'])
  })

  test('who asks is told by source_h, whichever way round id stands', () => {
    const rows = ['T 10.0.0.2 102 10.0.0.1 50000 1 0x05', 'F 10.0.0.1 50000 10.0.0.2 102 3 0x05']
    const turned = rows.map((row) => row.split(' ')).map(([orig, sh, sp, dh, dp, type, code]) => `1790000000.0 C1 10.0.0.2 102 10.0.0.1 50000 ${orig} ${dh} ${dp} ${sh} ${sp} ${type} - 1 ${code} - - - - 0x00`) // biome-ignore format: one step
    const text = log('s7comm', `${ICS} rosctr_code rosctr_name pdu_reference function_code function_name subfunction_code subfunction_name error_class error_code`, ...turned) // biome-ignore format: one call
    const segment = read(text)
    expect(talks(segment)).toEqual(['10.0.0.1 > 10.0.0.2 tcp/102 port true'])
    expect(operations(segment)).toEqual(['s7comm c2s JOB_05 write asked 1 {}', 's7comm s2c ACK3_05 write done 1 {}'])
  })

  test('DNP3: the answer takes the class of what it answers, and indications refuse', () => {
    const text = log(
      'dnp3',
      `${ID} fc_request fc_reply iin`,
      '1790000000.0 C1 10.0.0.1 50000 10.0.0.2 20000 DIRECT_OPERATE RESPONSE 4096',
      '1790000001.0 C1 10.0.0.1 50000 10.0.0.2 20000 WRITE RESPONSE 4',
      '1790000002.0 C1 10.0.0.1 50000 10.0.0.2 20000 - UNSOLICITED_RESPONSE 0',
    )
    expect(operations(read(text))).toEqual([
      'dnp3 c2s AL_2 write asked 1 {}',
      'dnp3 c2s AL_5 control asked 1 {}',
      'dnp3 s2c AL_129 control done 1 {}',
      'dnp3 s2c AL_129 write refused 1 {}',
      'dnp3 s2c AL_130 read done 1 {}',
    ])
  })

  test('CIP, EtherNet/IP, BACnet, OPC UA, PROFINET and IEC 104 under the names of the interchange format', () => {
    const cip = log('cip', `${ICS} direction cip_service_code cip_service cip_status_code class_id instance_id attribute_id`, '1.0 C 10.0.0.1 5000 10.0.0.2 44818 T 10.0.0.1 5000 10.0.0.2 44818 request 0x10 x - 0x0f 0x01 0x01', '1.1 C 10.0.0.1 5000 10.0.0.2 44818 F 10.0.0.2 44818 10.0.0.1 5000 response 0x10 x 0x08 - - -') // biome-ignore format: one call
    expect(operations(read(cip))).toEqual([
      'cip c2s SVC_10_req write asked 1 {"attribute":"1","class":"15","instance":"1"}',
      'cip s2c SVC_10_res write refused 1 {}',
    ])
    const bacnet = log('bacnet', `${ICS} bvlc_function pdu_type pdu_service invoke_id result_code`, '1.0 C 10.0.0.1 47808 10.0.0.2 47808 T 10.0.0.1 47808 10.0.0.2 47808 unicast CONFIRMED_REQUEST write_property 1 -', '1.1 C 10.0.0.1 47808 10.0.0.2 47808 F 10.0.0.2 47808 10.0.0.1 47808 unicast SIMPLE_ACK write_property 1 -') // biome-ignore format: one call
    expect(operations(read(bacnet))).toEqual([
      'bacnet c2s CONF_15 write asked 1 {}',
      'bacnet s2c SACK_15 write done 1 {}',
    ])
    const opcUa = log('opcua_binary', `${ICS} opcua_link_id msg_type is_final identifier identifier_str`, '1.0 C 10.0.0.1 5000 10.0.0.2 4840 T 10.0.0.1 5000 10.0.0.2 4840 x MSG F 673 WriteRequest', '1.1 C 10.0.0.1 5000 10.0.0.2 4840 F 10.0.0.2 4840 10.0.0.1 5000 x MSG F 676 WriteResponse') // biome-ignore format: one call
    expect(operations(read(opcUa))).toEqual([
      'opc-ua c2s SVC_673 write asked 1 {}',
      'opc-ua s2c SVC_676 write done 1 {}',
    ])
    const profinet = log('profinet_io_cm', `${ID} source_h source_p destination_h destination_p proto packet_type operation_num activity_uuid`, '1.0 C 10.0.0.2 49152 10.0.0.1 60000 10.0.0.1 60000 10.0.0.2 49152 udp Request Write x', '1.1 C 10.0.0.2 49152 10.0.0.1 60000 10.0.0.2 49152 10.0.0.1 60000 udp Response Write x') // biome-ignore format: one call
    expect([talks(read(profinet)), operations(read(profinet))]).toEqual([
      ['10.0.0.1 > 10.0.0.2 udp/49152 port true'],
      ['profinet-cm c2s OP3_PT0 write asked 1 {}', 'profinet-cm s2c OP3_PT2 write done 1 {}'],
    ])
    const iec = log('iec104', `${ID} is_orig apci_type asdu_type cause_tx`, '1.0 C 10.0.0.1 5000 10.0.0.2 2404 T I C_SC_NA_1 6', '1.1 C 10.0.0.1 5000 10.0.0.2 2404 F I M_ME_NC_1 3') // biome-ignore format: one call
    expect(operations(read(iec))).toEqual([
      'iec104 c2s I_TI45_COT6 control asked 1 {}',
      'iec104 s2c I_TI13_COT3 read done 1 {}',
    ])
  })

  test('passwords in clear text are told, never what they were', () => {
    const text = log('http', `${ID} method uri status_code username password`, '1.0 C 10.0.0.1 5000 10.0.0.2 80 POST /x 200 operator s3cret') // biome-ignore format: one call
    const segment = read(text)
    expect(facts(segment)).toEqual(['8 10.0.0.2 clear-text-credentials=HTTP password (http)'])
    expect(JSON.stringify(segment)).not.toMatch(/s3cret|operator/)
  })
})

describe('logs about hosts', () => {
  test('what devices give away, with its line', () => {
    const s7 = log('s7comm_known_devices', `${ICS} automation_system_name module_name plant_name module_serial`, '1.0 C 10.0.0.1 5000 10.0.0.2 102 - - - - - PLC-1 CPU\\x20X (empty) S-4711') // biome-ignore format: one call
    expect(facts(read(s7))).toEqual([
      '8 10.0.0.2 name=PLC-1 (s7comm.szl)',
      '8 10.0.0.2 product=CPU X (s7comm.szl)',
      '8 10.0.0.2 serial=S-4711 (s7comm.szl)',
    ])
    const cip = log('cip_identity', `${ICS} socket_address vendor_name device_type_name revision serial_number product_name`, '1.0 C 10.0.0.1 5 10.0.0.9 44818 F 10.0.0.9 44818 10.0.0.1 5 10.0.0.2 Acme Drive 4.3 0x1 PX-15') // biome-ignore format: one call
    expect(facts(read(cip))).toContain('8 10.0.0.2 product=PX-15 (enip.list_identity)')
    const bacnet = log('bacnet_discovery', `${ICS} pdu_service object_type instance_number vendor range object_name`, '1.0 C 10.0.0.5 47808 10.0.0.255 47808 T 10.0.0.5 47808 10.0.0.255 47808 i-am device 108 Acme - -', '1.0 C 10.0.0.5 47808 10.0.0.255 47808 F 10.0.0.255 47808 10.0.0.5 47808 i-am device 108 Acme - -') // biome-ignore format: one call
    expect(facts(read(bacnet))).toEqual([
      '8 10.0.0.5 bacnet-instance=108 (bacnet.i_am)',
      '8 10.0.0.5 make=Acme (bacnet.i_am)',
    ])
    const modbus = log('modbus_read_device_identification', `${ICS} unit func request_response mei_type object_id_code object_id object_value`, '1.0 C 10.0.0.1 5 10.0.0.2 502 F 10.0.0.2 502 10.0.0.1 5 1 ENCAP_INTERFACE_TRANSPORT RESPONSE x 0x02 MajorMinorRevision v2.9') // biome-ignore format: one call
    expect(facts(read(modbus))).toEqual(['8 10.0.0.2 firmware=v2.9 (modbus.device-identification)'])
  })

  test('known services are open ports without a conversation; sets may have a separator of their own', () => {
    const text = log('known_services', 'ts host port_num port_proto service', '1.0 10.0.0.2 443 tcp SSH|SSL')
    const segment = read(text.replace('#set_separator\t,', '#set_separator\t|'))
    expect(segment.services).toMatchObject([
      { host: '10.0.0.2', transport: 'tcp', port: 443, state: 'open', protocols: ['ssh', 'tls'] },
    ])
    expect(segment.conversations).toEqual([])
  })

  test('a lease binds, GOOSE is a link, software has its version', () => {
    const dhcp = read(log('dhcp', 'ts client_addr server_addr mac host_name assigned_addr msg_types', '1.0 - 10.0.0.254 02:00:00:00:00:0a hmi-1 10.0.0.7 DISCOVER,OFFER,REQUEST,ACK')) // biome-ignore format: one call
    expect(dhcp.addresses[0]).toMatchObject({ ip: '10.0.0.7', mac: '02:00:00:00:00:0a', by: 'list' })
    expect(operations(dhcp)).toHaveLength(4)
    const goose = read(log('goose', 'ts src_mac dst_mac length gocb_ref', '1.0 02:00:00:00:00:01 01:0c:cd:01:00:01 145 IED1/LLN0$GO$a')) // biome-ignore format: one call
    expect(goose.links).toMatchObject([{ from: '02:00:00:00:00:01', protocol: 'goose', packets: 1, bytes: 145 }])
    const software = read(log('software', 'ts host host_p software_type name version.major version.minor unparsed_version', '1.0 10.0.0.2 80 HTTP::SERVER Apache 2 4 Apache/2.4')) // biome-ignore format: one call
    expect(software.facts[0]).toMatchObject({
      attribute: 'software',
      value: 'Apache',
      fields: { version: '2.4', port: '80' },
    })
  })
})

describe('what is wrong is said with its line, and the rest counts', () => {
  test('rows that do not fit, hold no address, or are no JSON', () => {
    const segment = read(conn.replace('10.0.0.4', 'nobody').replace('\tC2\t', '\tC2\tmore\t'))
    expect(said(segment)).toEqual([
      'ZEEK_ROW: line 9: it has 16 cells where the header names 15; the row is left out',
      'ZEEK_ROW: line 10: an address of the connection is missing or is none; the row is left out',
    ])
    expect(segment.records).toBe(2)
    expect(said(read('{"ts":1,"uid":"x","_path":"conn"}\n{"ts":\n'))).toContain('ZEEK_ROW: line 2: it holds no JSON object; the row is left out') // biome-ignore format: one step
  })

  test('a kind that is not known is counted, and unknown columns are fine', () => {
    const segment = read(log('frobnicator', 'ts a b', '1.0 2 3', '1.0 4 5'))
    expect(segment.notUnderstood).toMatchObject([
      { what: 'rows of Zeek log "frobnicator", which is not read', packets: 2 },
    ])
    expect(segment.notUnderstood[0]!.frames.map((f) => f.frame)).toEqual([8, 9])
    expect(read(conn.replace('#fields\tts', '#fields\tspare\tts').replaceAll(/^1790/gm, 'x\t1790')).records).toBe(4)
  })

  test('times that are masked are unknown, and said so', () => {
    const masked = `### BTest baseline data generated by btest-diff.\n${conn.replaceAll(/^\d{10}\.\d+/gm, 'XXXXXXXXXX.XXXXXX')}`
    const segment = read(masked)
    expect([segment.first, segment.last, segment.conversations[0]!.first]).toEqual([undefined, undefined, -1])
    expect(said(segment).join()).toContain('ZEEK_NO_TIMES: 4 rows have no time')
    expect(segment.records).toBe(4)
  })

  test('rows before any names of fields are counted and refused', () => {
    const segment = read('10.0.0.1\t5\t10.0.0.2\t502\n'.repeat(3), 'conn.log')
    expect(said(segment)).toEqual([
      'ZEEK_NO_FIELDS: line 1 comes before any line names the fields; 3 such rows are not read',
    ])
    expect(segment.notUnderstood).toMatchObject([
      { what: 'rows without names of fields, perhaps of a Zeek log "conn"', packets: 3 },
    ])
  })

  test('several logs in one file, each by its own header', () => {
    const segment = read(conn + log('known_hosts', 'ts host', '1.0 10.9.0.1'))
    expect(segment.records).toBe(5)
    expect(segment.addresses.map((a) => a.ip)).toContain('10.9.0.1')
  })

  test('one mistake in every row stays readable, and limits are told', () => {
    const text =
      conn.replaceAll('10.0.0.2', 'x') + conn.split('\n').slice(7, 8).join('\n').replace('502', 'y\n').repeat(300)
    expect(read(text).diagnostics.length).toBeLessThan(110)
    const many = Array.from({ length: 40 }, (_, i) => `1.0 C 10.0.0.1 5000 10.0.1.${i} 502 tcp - - - - SF Sh 1 1`)
    expect(said(read(log('conn', CONN, ...many), 'a', 999, { conversations: 10 })).join()).toContain('ZEEK_LIMIT: more than 10 conversations: 30 times') // biome-ignore format: one step
  })
})

test('words that every object of JavaScript knows are words like any other', () => {
  const rows = ['constructor', '__proto__', 'toString'].map(
    (word) => `1.0 C 10.0.0.1 5 10.0.0.2 20000 ${word} ${word} 0`,
  )
  for (const o of read(log('dnp3', `${ID} fc_request fc_reply iin`, ...rows)).conversations[0]!.operations)
    expect([o.class, typeof o.name]).toEqual(['other', 'string'])
  const service = log(
    'known_services',
    'ts host port_num port_proto service',
    '1.0 10.0.0.2 1 tcp constructor,__proto__',
  )
  expect(read(service).services[0]!.protocols).toEqual(['--proto--', 'constructor'])
})

test('what is taken for a log of Zeek', () => {
  const recognized = (text: string) => zeekLog.recognizes(new TextEncoder().encode(text), 'x')
  for (const text of [
    conn,
    `\ufeff${conn}`,
    '### BTest baseline data generated\nx\ty',
    'ts\tuid\tid.orig_h',
    '{"ts":1.5,"uid":"C1"}',
  ])
    expect(recognized(text), text).toBe(true)
  for (const text of ['', 'name;ip', '{"ts": 1}', '[{"ts":1}]', '# a comment\n10.0.0.1', '<nmaprun>'])
    expect(recognized(text), text).toBe(false)
})

test('CRLF, a byte order mark and a missing last line end change nothing', () => {
  const shape = (s: Segment) => [talks(s), operations(s), s.records, said(s)]
  const wanted = shape(read(conn))
  expect(shape(read(conn.replaceAll('\n', '\r\n')))).toEqual(wanted)
  expect(shape(read(`\ufeff${conn}`))).toEqual(wanted)
  expect(shape(read(conn.slice(0, -1)))).toEqual(wanted)
})

test('a file that was cut gives its whole rows and says so', () => {
  const ends = [...conn.matchAll(/\n/g)].map((m) => m.index)
  for (let k = 0; k <= 4; k++) {
    const cut = read(conn.slice(0, ends[6 + k]! + 1))
    expect(cut.records).toBe(k)
    expect(said(cut)).toEqual([
      'ZEEK_NOT_CLOSED: the log has no #close line: Zeek was still writing, or the end is missing',
    ])
    if (k === 4) continue
    const inside = read(conn.slice(0, ends[6 + k]! + 20))
    expect([inside.records, said(inside)[0]]).toEqual([
      k,
      `ZEEK_CUT: line ${8 + k} ends in the middle of a row, which is left out`,
    ])
  }
})

const samples = [
  conn,
  log('modbus', `${ID} tid unit func pdu_type exception`, '1.0 C 10.0.0.1 5 10.0.0.2 502 1 7 READ_COILS REQ -'),
  '{"ts":1,"uid":"C","_path":"cip","id.orig_h":"10.0.0.1","id.resp_h":"10.0.0.2","cip_service_code":"0x4c"}\n',
]

test('any bytes in any chunks: one answer, and nothing throws', () => {
  const damaged = fc
    .record({
      text: fc.constantFrom(...samples),
      edits: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }),
      cut: fc.nat(),
    })
    .map(({ text, edits, cut }) => {
      const bytes = new TextEncoder().encode(text)
      for (const [at, value] of edits) bytes[at % bytes.length] = value
      return bytes.subarray(0, (cut % bytes.length) + 1)
    })
  const any = fc.oneof({ weight: 3, arbitrary: damaged }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) })
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 60 }), (bytes, chunk) => {
      expect(read(bytes, 'a.log', chunk)).toEqual(read(bytes))
      zeekLog.recognizes(bytes, 'x')
    }),
    { seed: 20_261_101, numRuns: 600 },
  )
})

testWith('corpus')('real logs of Zeek and ICSNPP: what is read, counted', () => {
  const folder = `${CORPUS}/zeek-logs`
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.log')).sort() // biome-ignore format: one step
  const all = files
    .map((file) => ({ file, bytes: readFileSync(`${folder}/${file}`) }))
    .filter(({ bytes }) => bytes.length > 0)
  const segments = all.map(({ file, bytes }) => {
    expect(zeekLog.recognizes(bytes.subarray(0, 4096), file), file).toBe(true)
    const segment = read(bytes, file)
    expect(read(bytes, file, 997), file).toEqual(segment)
    return segment
  })
  const count = (code: string) => segments.filter((s) => s.diagnostics.some((d) => d.code === code)).length
  // 72 baselines hold rows without any header, which nothing can tell apart.
  expect([segments.length, count('ZEEK_NO_FIELDS'), count('ZEEK_ROW')]).toEqual([320, 72, 1])
  const one = (name: string) => segments[all.findIndex(({ file }) => file.endsWith(name))]!
  const s7 = one('analyzer.snap7__s7comm.log')
  expect([s7.records, talks(s7)]).toEqual([61, ['134.217.61.131 > 134.217.61.211 tcp/102 port true']])
  expect(operations(s7)).toContain('s7comm c2s JOB_29 control asked 1 {}')
  expect(operations(s7)).toContain('s7comm s2c UD_3_3_res diagnose refused 1 {}')
  expect(facts(one('s7comm_known_devices.log')).map((f) => f.slice(f.indexOf(' ') + 1))).toEqual([
    '172.17.0.2 name=SNAP7-SERVER (s7comm.szl)',
    '172.17.0.2 product=CPU 315-2 PN/DP (s7comm.szl)',
    '172.17.0.2 serial=S C-C2UR28922012 (s7comm.szl)',
  ])
  const dnp3 = one('dnp3_select_operate__dnp3.log')
  expect(dnp3.conversations[0]!.operations.map((o) => o.name)).toEqual(['AL_3', 'AL_4', 'AL_129', 'AL_129'])
  expect(one('knownservices-all.log').services.length).toBe(7)
  expect(one('test-GOOSE__goose.log').links).toMatchObject([{ from: '00:a0:f4:08:2f:77', packets: 8 }])
})
