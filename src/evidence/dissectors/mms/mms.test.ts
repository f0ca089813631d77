import { describe, expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { readCapture } from '../../../../tests/kit/frames.ts'
import { pcapOfTrace, traceOf } from '../../../../tests/kit/trace.ts'
import { C2S, MAYBE, NO, S2C, YES } from '../../dissector.ts'
import { mms } from './mms.ts'

const byte = (n: number) => n.toString(16).padStart(2, '0')
const ascii = (text: string) => Buffer.from(text).toString('hex')
/** A BER element. */
function tl(tag: string, ...content: readonly string[]): string {
  const body = content.join('').replace(/\s+/g, '')
  const size = body.length / 2
  return `${tag}${size < 128 ? byte(size) : `82${byte(size >> 8)}${byte(size & 255)}`}${body}`
}
function dt(payload: string, more = false): string {
  const body = payload.replace(/\s+/g, '')
  const size = body.length / 2 + 7
  return `0300${byte(size >> 8)}${byte(size & 255)}02f0${more ? '00' : '80'}${body}`
}
const inside = (pdu: string) => `01000100${tl('61', tl('30', '020103', tl('a0', pdu)))}`
const data = (pdu: string) => dt(inside(pdu))
const request = (...service: readonly string[]) => data(tl('a0', '020107', ...service))
const response = (...service: readonly string[]) => data(tl('a1', '020107', ...service))
const item = (domain: string, name: string) => tl('a1', tl('1a', ascii(domain)), tl('1a', ascii(name)))
const variables = (...names: readonly string[]) =>
  tl('a0', ...names.map((name) => tl('30', tl('a0', name.startsWith('a1') ? name : tl('80', ascii(name))))))
const write = (...items: readonly string[]) =>
  request(tl('a5', variables(...items.map((name) => item('LD0', name))), tl('a0', '830101')))
const read = (...items: readonly string[]) =>
  request(tl('a4', tl('a1', variables(...items.map((name) => item('LD0', name))))))

describe('the trace', () => {
  const segment = readCapture(pcapOfTrace(traceOf('mms')))
  const lines = segment.conversations.map(({ operations }) =>
    operations.map(
      (o) => `${o.direction} ${o.name} ${o.outcome} ${o.count} ${o.class}: ${o.title} ${JSON.stringify(o.objects)}`,
    ),
  )

  test('of a relay', () => {
    expect(lines[0]).toEqual([
      's2c AARE done 1 session: associated {}',
      'c2s AARQ asked 1 session: associate {}',
      's2c CC done 1 session: connection confirm {"tsap":"1"}',
      'c2s CONCL_REQ asked 1 session: conclude {}',
      's2c CONCL_RES done 1 session: concluded {}',
      'c2s CR asked 1 session: connection request {"tsap":"1"}',
      's2c CONF_ERR refused 2 other: confirmed service refused {"error":"702,1106"}',
      'c2s INIT_REQ asked 1 session: initiate {}',
      's2c INIT_RES done 1 session: initiated {}',
      'c2s REQ_1 asked 2 diagnose: get name list {"domain":"AR500LD0"}',
      'c2s REQ_11 asked 1 write: define named variable list {"variable-list":"AR500LD0/LLN0$Events"}',
      'c2s REQ_2 asked 1 diagnose: identify {}',
      'c2s REQ_4 asked 1 read: read {"variable":"AR500LD0/MMXU1$MX$TotW,AR500LD0/XCBR1$ST$Pos"}',
      'c2s REQ_4 asked 1 control: read: select before operate {"variable":"AR500LD0/XCBR1$CO$Pos$SBO"}',
      'c2s REQ_5 asked 1 session: write: set up reporting {"variable":"AR500LD0/LLN0$BR$brcbEV101$RptEna"}',
      'c2s REQ_5 asked 1 control: write: operate {"variable":"AR500LD0/XCBR1$CO$Pos$Oper"}',
      'c2s REQ_5 asked 1 control: write: cancel a command {"variable":"AR500LD0/XCBR1$CO$Pos$Cancel"}',
      'c2s REQ_5 asked 1 program: write: settings {"variable":"AR500LD0/LLN0$SP$SGCB$ActSG"}',
      'c2s REQ_6 asked 1 diagnose: get variable access attributes {"variable":"AR500LD0/XCBR1"}',
      'c2s REQ_72 asked 1 file: open file {"file":"COMTRADE/1.cfg"}',
      'c2s REQ_73 asked 1 file: read file {}',
      'c2s REQ_74 asked 1 file: close file {}',
      'c2s REQ_76 asked 1 file: delete file {"file":"COMTRADE/1.cfg"}',
      'c2s REQ_77 asked 1 file: list files {"file":"COMTRADE"}',
      's2c RES_1 done 2 diagnose: get name list {}',
      's2c RES_11 done 1 write: define named variable list {}',
      's2c RES_2 done 1 diagnose: identify {}',
      's2c RES_4 done 2 read: read {"access-error":"3","denied":"3"}',
      's2c RES_5 done 3 write: write {}',
      's2c RES_5 refused 1 write: write {"access-error":"3","denied":"3"}',
      's2c RES_72 done 1 file: open file {}',
      's2c RES_73 done 1 file: read file {}',
      's2c RES_74 done 1 file: close file {}',
      's2c RES_77 done 1 file: list files {}',
      's2c UNCONF_0 done 1 read: information report {"variable-list":"RPT"}',
    ]) // biome-ignore format: a list
  })

  test('of a controller with programs, which asks for the download itself', () => {
    expect(lines[1]!.filter((line) => line.includes(' REQ_'))).toEqual([
      'c2s REQ_26 asked 1 program: initiate download {"domain":"Program1"}',
      's2c REQ_27 asked 1 program: download segment {"domain":"Program1"}',
      'c2s REQ_36 asked 1 program: delete domain {"domain":"Program1"}',
      'c2s REQ_38 asked 1 program: create program invocation {"program":"Main"}',
      'c2s REQ_40 asked 1 control: start program {"program":"Main"}',
      'c2s REQ_41 asked 1 control: stop program {"program":"Main"}',
      'c2s REQ_43 asked 1 control: reset program {"program":"Main"}',
    ])
  })

  test('gives identity, and no password', () => {
    expect(segment.facts.map((f) => `${f.subject} ${f.attribute} = ${f.value} (${f.by})`).sort()).toEqual([
      '10.0.0.2 clear-text-credentials = MMS password (mms.associate)',
      '10.0.0.2 firmware = 3.11 (mms.identify)',
      '10.0.0.2 make = Acme Relays (mms.identify)',
      '10.0.0.2 product = AR-500 (mms.identify)',
    ])
    expect(JSON.stringify(segment)).not.toContain('opensesame')
  })
})

describe('names of IEC 61850', () => {
  test('say what a write does', () => {
    const means = (...items: readonly string[]) => dissect(mms, hex(write(...items))).meanings['REQ_5']
    expect(means('XCBR1$CO$Pos$Oper$ctlVal')).toBe('write: operate (control)')
    expect(means('XCBR1$CO$Pos$SBOw')).toBe('write: select before operate (control)')
    expect(means('PTOC1$SE$StrVal$setMag$f')).toBe('write: settings (program)')
    expect(means('LLN0$GO$gcb01$GoEna')).toBe('write: switch GOOSE or sampled values (control)')
    expect(means('MMXU1$SV$TotW$subEna')).toBe('write: substitute or block a value (control)')
    expect(means('LLN0$LG$lcb01$LogEna')).toBe('write: set up logging (write)')
    expect(means('GGIO1$CF$SPCSO1$ctlModel')).toBe('write: description or configuration (program)')
    expect(means('LLN0$RP$urcb01$RptEna')).toBe('write: set up reporting (session)')
    expect(means('GGIO1$SP$AnOut$setMag')).toBe('write: a set point (write)')
    for (const plain of ['Next_DSTransfer_Set', 'CO$Oper', 'Pump$Oper', 'XCBR1$CO', 'XCBR1$CO$Oper1', 'XCBR1$ST$Oper'])
      expect(means(plain), plain).toBe('write (write)')
    expect(means('LLN0$RP$urcb01$RptEna', 'XCBR1$CO$Pos$Oper', 'GGIO1$SP$A$B'), 'the gravest').toBe(
      'write: operate (control)',
    )
  })

  test('reading is reading, but for selecting', () => {
    const means = (name: string) => dissect(mms, hex(read(name))).meanings['REQ_4']
    expect(means('XCBR1$CO$Pos$Oper')).toBe('read (read)')
    expect(means('PTOC1$SE$StrVal')).toBe('read (read)')
    expect(means('XCBR1$CO$Pos$SBO')).toBe('read: select before operate (control)')
  })

  test('of the device and of the association are told apart', () => {
    const both = tl(
      'a4',
      tl('a1', tl('a0', tl('30', tl('a0', tl('82', ascii('set')))), tl('30', tl('a0', tl('80', ascii('Version')))))),
    )
    expect(dissect(mms, hex(request(both))).objects).toEqual({ 'REQ_4 variable': ['@/set', 'Version'] })
    const list = tl('a4', '8001ff', tl('a1', tl('a1', item('LD0', 'LLN0$Measurements'))))
    expect(dissect(mms, hex(request(list))).objects).toEqual({ 'REQ_4 variable-list': ['LD0/LLN0$Measurements'] })
  })
})

describe('answers', () => {
  test('to reading and writing are refused when all items failed', () => {
    const ends = (body: string) => Object.keys(dissect(mms, hex(response(body)), S2C).operations)
    expect(ends(tl('a4', tl('a1', '80010a', '80010a')))).toEqual(['RES_4 refused'])
    expect(ends(tl('a4', tl('a0', variables('X')), tl('a1', '80010a', '850107')))).toEqual(['RES_4 done'])
    expect(ends(tl('a5', '8100', '800102'))).toEqual(['RES_5 done'])
    expect(ends(tl('a5', '800102'))).toEqual(['RES_5 refused'])
  })

  test('that are errors give class and code, want of a right is marked', () => {
    const heard = dissect(mms, hex(data(tl('a2', '800107', tl('a2', tl('a0', '870103'))))), S2C)
    expect(heard.operations).toEqual({ 'CONF_ERR refused': 1 })
    expect(heard.objects).toEqual({ 'CONF_ERR error': ['703'], 'CONF_ERR denied': ['703'] })
    expect(dissect(mms, hex(data(tl('a4', '800107', '810101'))), S2C).operations).toEqual({ 'REJECT refused': 1 })
  })

  test('to an association may refuse it', () => {
    const accept = (result: number) => {
      const aare = tl('61', 'a107060528ca220203', tl('a2', `0201${byte(result)}`))
      const user = tl('31', 'a003800101', tl('a2', tl('61', tl('30', '020101', tl('a0', aare)))))
      return dt(`0e${byte(user.length / 2 + 2)}c1${byte(user.length / 2)}${user}`)
    }
    expect(dissect(mms, hex(accept(0)), S2C).operations).toEqual({ 'cotp/AARE done': 1 })
    expect(dissect(mms, hex(accept(1)), S2C).operations).toEqual({ 'cotp/AARE refused': 1 })
    expect(dissect(mms, hex(dt('0c03320101')), S2C).operations).toEqual({ 'cotp/SES_RF refused': 1 })
    expect(dissect(mms, hex(dt('19031101 03')), S2C).operations).toEqual({ 'cotp/SES_AB refused': 1 })
  })
})

describe('what is claimed', () => {
  const connect = '0300 0016 11e0 0000 0001 00 c1 02 0001 c2 02 0001 c0 01 0a'
  const sessionConnect = traceOf('mms').talks[0]!.pieces[2]!.bytes
  const withConnect = Uint8Array.from([...hex(connect), ...sessionConnect])

  test('connections that name MMS, and its messages', () => {
    expect(recognition(mms, hex(connect), C2S, true)).toBe(MAYBE)
    for (const hinted of [true, false]) {
      expect(recognition(mms, withConnect, C2S, hinted)).toBe(YES)
      expect(recognition(mms, hex(write('A')), C2S, hinted)).toBe(YES)
      expect(recognition(mms, hex(response(tl('a5', '8100'))), S2C, hinted)).toBe(YES)
    }
  })

  test('not S7comm, other protocols of the same session, or a terminal service', () => {
    for (const hinted of [true, false]) {
      expect(recognition(mms, hex(connect, dt('32 01 0000 0001 0002 0000 0400')), C2S, hinted)).toBe(NO)
      expect(recognition(mms, hex(connect, dt('72 01 0000')), C2S, hinted)).toBe(NO)
      const other = withConnect.slice()
      for (let i = 0; i + 1 < other.length; i++) if (other[i] === 0x28 && other[i + 1] === 0xca) other[i] = 0x29
      expect(recognition(mms, other, C2S, hinted)).toBe(NO)
    }
    expect(recognition(mms, hex(data(tl('a1', '020107', '020103', tl('30', '0101ff')))), C2S, false), 'ROSE').toBe(NO)
    expect(recognition(mms, hex('0300 0013 0ee0 0000 0000 00 0100 0800 0300 0000'), C2S, false), 'RDP').toBe(MAYBE)
  })

  test('messages in parts are put together; what is none is counted', () => {
    const whole = inside(tl('a0', '020107', tl('a5', variables('X'), tl('a0', '830101')))).replace(/\s+/g, '')
    const heard = dissect(mms, hex(dt(whole.slice(0, 30), true), dt(whole.slice(30)), dt('ffff'), read('A$B')))
    expect(heard.operations).toEqual({ 'REQ_5 asked': 1, 'REQ_4 asked': 1 })
    expect(heard.lost).toBe(2)
  })

  test('indefinite lengths are followed', () => {
    const deep = '0100 0100 61 80 30 80 020103 a0 80 a0 80 020107 a4 80 a1 80 a0 80 30 80 a0 80 800141'
    expect(dissect(mms, hex(dt(deep + '0000'.repeat(9)))).objects).toEqual({ 'REQ_4 variable': ['A'] })
    expect(dissect(mms, hex(dt(deep + '0000'.repeat(8)))).lost, 'without its end').toBe(47)
    const shallow = `01000100 61 80 ${tl('30', '020103', tl('a0', tl('a0', '020107', tl('a4', tl('a1', variables('A'))))))} 0000`
    expect(dissect(mms, hex(dt(shallow))).objects).toEqual({ 'REQ_4 variable': ['A'] })
  })
})
