import { type Answer, defineCheck } from '../check.ts'

export const addressNotInInventory = defineCheck({
  id: 'INV-01',
  folder: 'address-not-in-inventory',
  title: 'Host was found that no asset declares',
  severity: 'error',
  traces: ['iec-62443-3-3:SR 7.8', 'iec-62443-3-2:ZCR 1.1', 'iec-62443-2-1:CM 1.1'],
  data: ['a capture, scan or another record in which hosts show themselves', 'the addresses of assets'],
  about:
    'What is not in the inventory is in no zone, has no owner and is never patched; an attacker looks for exactly such machines, or brings one. Find out what it is before anything else. A host that stands in a list only has not been found, and what was not seen is not said to be absent.',
  *run({ drift, index }) {
    for (const item of drift?.items ?? []) {
      const asset = item.asset === undefined ? undefined : index.assets.get(item.asset)
      if (item.kind === 'host-not-declared')
        yield {
          on: { id: item.host ?? item.id },
          verdict: 'not-met',
          severity: item.severity ?? 'error',
          message: item.message,
          because: item.because,
          next: 'find out what it is and who answers for it; then declare it as an asset or take it off the network',
        } satisfies Answer
      else if (item.kind === 'asset-agrees' && asset)
        yield { on: asset, verdict: 'met', message: item.message, because: item.because }
    }
  },
})
