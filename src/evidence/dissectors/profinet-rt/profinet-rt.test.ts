import { expect, test } from 'vitest'
import { dissect, hex, recognition } from '../../../../tests/kit/dissect.ts'
import { heardInTrace } from '../../../../tests/kit/heard.ts'
import { C2S, NO, YES } from '../../dissector.ts'
import { profinetRt } from './profinet-rt.ts'

test('its trace, whole', () => {
  const { operations, facts } = heardInTrace('profinet-rt')
  expect(operations).toEqual([
    '02:00:00:00:00:01: RT_c000 asked, cyclic process data (RT class 1) (write)',
    '02:00:00:00:00:01: RT_c000 asked, cyclic process data (RT class 1), provider stopped (write)',
    '02:00:00:00:00:01: RT_c000 asked, cyclic process data (RT class 1), values not valid (write)',
    '02:00:00:00:00:01: RT_fe01 asked, alarm, low priority: data, diagnosis (diagnose) slot=2 subslot=1',
    '02:00:00:00:00:02: RT_ff40 asked, line delay request (session)',
    '02:00:00:00:00:02: RT_ff43 asked, line delay answer (session)',
    '02:00:00:00:00:02: RT_fe01 done, alarm, low priority: acknowledged (diagnose)',
    '02:00:00:00:00:02: RT_fe01 refused, alarm, low priority: error, connection ended (diagnose)',
  ])
  expect(facts).toEqual([])
})

const cyclic = (frame: string, status: string) => hex(frame, '00'.repeat(40), '2000', status, '00')

test.for([
  ['0100', 'cyclic process data, isochronous (RT class 3)'],
  ['0fff', 'cyclic process data, isochronous and redundant (RT class 3)'],
  ['8001', 'cyclic process data (RT class 2)'],
  ['bfff', 'cyclic process data, multicast (RT class 2)'],
  ['f7ff', 'cyclic process data (RT class 1)'],
  ['fbff', 'cyclic process data, multicast (RT class 1)'],
])('frame id %s', ([frame, title]) => {
  expect(dissect(profinetRt, cyclic(frame!, '35')).meanings).toEqual({ [`RT_${frame}`]: `${title} (write)` })
})

test('the data status tells of the provider unless it is to be ignored', () => {
  const title = (status: string) => Object.values(dissect(profinetRt, cyclic('8000', status)).meanings)[0]
  expect(title('25')).toBe('cyclic process data (RT class 2), provider stopped (write)')
  expect(title('31')).toBe('cyclic process data (RT class 2), values not valid (write)')
  expect(title('a1')).toBe('cyclic process data (RT class 2) (write)')
})

test('alarms by kind and type', () => {
  const notification = (type: string) =>
    hex('fc01 0001 0002 11 11 0001 0000 001a 0001 0016 0100', type, '00000000 0003 8001 00000001 00000002 a800')
  expect(dissect(profinetRt, notification('0003'))).toMatchObject({
    meanings: { RT_fc01: 'alarm, high priority: data, pull (diagnose)' },
    objects: { 'RT_fc01 slot': ['3'], 'RT_fc01 subslot': ['32769'] },
  })
  expect(dissect(profinetRt, notification('0040')).meanings).toEqual({
    RT_fc01: 'alarm, high priority: data, of the maker or a profile (diagnose)',
  })
  expect(dissect(profinetRt, hex('fe01 0001 0002 12 01 0000 ffff 0004 cf81fd05')).operations).toEqual({
    'RT_fe01 refused': 1,
  })
})

test('frame ids that nobody has given out are counted as lost', () => {
  expect(recognition(profinetRt, hex('fc02 0000'), C2S, true)).toBe(NO)
  expect(recognition(profinetRt, hex('ff42 0000'), C2S, true)).toBe(YES)
  expect(dissect(profinetRt, hex('ff9000')).lost).toBe(3)
})
