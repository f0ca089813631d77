import { expect, test } from 'vitest'
import { aFrame } from '../../tests/kit/builders.ts'
import { at, aVantage } from '../../tests/kit/segments.ts'
import { sha256Of } from '../groundwork/canonical.ts'
import { framesOf, item } from '../drift/item.ts'
import { exhibitRequests, makeExhibit } from './exhibits.ts'

test('each cited frame is asked for once, the gravest first; agreements cite nothing', () => {
  const frames = [1, 2, 3].map((n) => aFrame({ frame: n, offset: n * 100, time: at(n) }))
  const said = (about: string, severity: 'error' | 'info' | undefined, ...of: number[]) =>
    item(about, {
      kind: 'host-not-declared',
      severity,
      message: about,
      because: framesOf(of.map((n) => frames[n - 1]!)),
    })
  const items = [said('a', undefined, 3), said('b', 'info', 1, 2), said('c', 'error', 2)]
  const drift = { items, matches: [], flowMatches: [] }
  expect(exhibitRequests({ drift, findings: [] }, []).map((f) => f.frame)).toEqual([2, 1])
})

test('an exhibit proves itself by the hash of the bytes it keeps', () => {
  const bytes = Uint8Array.from({ length: 600 }, (_, i) => i & 255)
  const exhibit = makeExhibit(aFrame({ length: 600 }), bytes, aVantage({ tap: 'mirror' }))
  expect(exhibit).toMatchObject({ length: 600, vantage: 'site/site/mirror', hash: sha256Of(bytes.subarray(0, 512)) })
  expect(exhibit.bytes).toHaveLength(1024)
})
