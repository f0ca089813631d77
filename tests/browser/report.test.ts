import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { elkLayout } from '../../apps/cli/layout-elk.ts'
import { htmlReport } from '../../src/reports/html/html-report.ts'
import type { Assessed } from '../../src/reports/result.ts'
import { aLargeAssessed, anAssessed } from '../kit/assessed.ts'
import { testWith } from '../kit/need.ts'
import { type BrowserSettings, openBrowser } from './chromium.ts'
import { hostile } from './hostile.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

function render(assessed: Assessed): Promise<string> {
  return htmlReport(assessed, {
    layout: elkLayout(),
    generator: 'cofferdam test',
    texts: new Map([['plant.yaml', 'cofferdam: 1\n']]),
    catalog: new Map(),
    hashes: new Map(),
    checks: new Map([['SEP-01', { title: 'Business and control share a zone', traces: ['iec-62443-3-2:ZCR 3.2'] }]]),
  })
}

let folder: string
let plain: string
let spoiled: string
let small: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-report-'))
  plain = join(folder, 'report.html')
  spoiled = join(folder, 'hostile.html')
  // Few zones: axe looks at every element, and the tenth zone holds none that the third does not.
  small = join(folder, 'small.html')
  const { levels } = anAssessed()
  const few = levels.subjects.filter((_, i) => i % 7 === 0)
  writeFileSync(small, await render(anAssessed({ levels: { ...levels, subjects: few } })))
  writeFileSync(plain, await render(anAssessed()))
  writeFileSync(spoiled, await render(hostile(anAssessed())))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Opens a page and tells what it asked for and what it complained about. */
async function visit(
  file: string,
  settings: BrowserSettings,
  look: (page: Page) => Promise<void>,
): Promise<{ requests: string[]; complaints: string[] }> {
  const browser = await openBrowser(settings)
  const requests: string[] = []
  const complaints: string[] = []
  try {
    const page = await browser.context.newPage()
    page.on('request', (request) => requests.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('dialog', (dialog) => {
      complaints.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    await page.goto(pathToFileURL(file).href)
    await look(page)
  } finally {
    await browser.close()
  }
  return { requests: requests.filter((url) => url !== pathToFileURL(file).href), complaints }
}

const QUIET = { requests: [], complaints: [] }

describe('the HTML report', () => {
  test('is the same bytes for the same result', async () => {
    expect(await render(anAssessed())).toBe(readFileSync(plain, 'utf8'))
  })

  test('stays under 5 MB at 10,000 assets, and counts what it leaves out', async () => {
    const text = await render(aLargeAssessed(10_000, 200))
    expect(Buffer.byteLength(text)).toBeLessThan(5_000_000)
    expect(text).toContain('250 of 10,003 assets and hosts')
    expect(text).toMatch(/of 399 zones and conduits are shown here/)
  })

  testWith('chromium')('asks for nothing, complains of nothing, and lets no other script run', async () => {
    const seen = await visit(plain, {}, async (page) => {
      const blocked = await page.evaluate(
        () =>
          new Promise<string>((resolve) => {
            document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective))
            const script = document.createElement('script')
            script.textContent = 'document.title = "owned"'
            document.head.append(script)
            setTimeout(() => resolve('nothing was blocked'), 1000)
          }),
      )
      expect(blocked).toBe('script-src-elem')
      expect(await page.title()).toBe('Riverside bottling: security levels (confidential)')
      expect(await page.locator('.tools').count()).toBeGreaterThan(2)
    })
    expect(seen.requests).toEqual([])
    expect(seen.complaints.filter((text) => !text.includes('Content Security Policy'))).toEqual([])
  })

  testWith('chromium')('keeps hostile text inert, and shows direction and zero-width characters', async () => {
    const seen = await visit(spoiled, { width: 360 }, async (page) => {
      expect(await page.title()).not.toBe('owned')
      const found = await page.evaluate(() => ({
        foreign: document.querySelectorAll('img, iframe, object, embed, link, base, form, [onerror], [onload]').length,
        scripts: document.scripts.length,
        inSvg: document.querySelectorAll('svg script, svg image, svg foreignObject').length,
        turned: /[\u202e\u200b]/.test(document.body.textContent ?? ''),
        width: document.documentElement.scrollWidth,
      }))
      expect(found).toEqual({ foreign: 0, scripts: 1, inSvg: 0, turned: false, width: 360 })
    })
    expect(seen).toEqual(QUIET)
  })

  for (const scheme of ['light', 'dark'] as const)
    for (const width of [390, 820, 1440])
      testWith('chromium')(`has nothing serious for axe at ${width} px, ${scheme}`, async () => {
        await visit(small, { width, scheme }, async (page) => {
          await page.evaluate(() => {
            for (const one of document.querySelectorAll('details')) one.open = true
          })
          await page.evaluate(AXE)
          const violations = await page.evaluate(async () => {
            const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }
            interface Violation {
              id: string
              impact: string
              nodes: { html: string }[]
            }
            const result = await axe.run({ resultTypes: ['violations'] })
            return result.violations
              .filter(({ impact }) => impact === 'serious' || impact === 'critical')
              .map(({ id, nodes }) => `${id}: ${nodes.length} times, first ${nodes[0]?.html}`)
          })
          expect(violations).toEqual([])
        })
      })

  testWith('chromium')('does not scroll sideways at 360 px', async () => {
    await visit(plain, { width: 360 }, async (page) => {
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)))
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    })
  })

  testWith('chromium')('opens the reasons of a figure by keyboard', async () => {
    await visit(plain, {}, async (page) => {
      await page.locator('#levels td a').first().focus()
      await page.keyboard.press('Enter')
      const inner = page.locator('#s0-IAC')
      await inner.waitFor({ state: 'visible' })
      const chain = inner.locator('details.chain summary').first()
      await chain.focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => inner.locator('.why').first().isVisible()).toBe(true)
      expect(await inner.locator('.why').first().textContent()).toContain('SL-A of business for IAC at documented')
    })
  })

  testWith('chromium')('is whole without scripts: reasons open, strength and colors can be chosen', async () => {
    await visit(plain, { scripts: false }, async (page) => {
      const first = page.locator('#levels td').first()
      expect(await first.locator('.lv:visible').count()).toBe(1)
      await page.locator('input[value=tested]').check()
      expect(await first.locator('.lv:visible').getAttribute('class')).toContain('tested')
      const before = await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)
      await page.locator('#theme-dark').check()
      expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).not.toBe(before)
      await page.locator('details.subject summary').first().click()
      expect(await page.locator('table.vectors').first().isVisible()).toBe(true)
    })
  })

  testWith('chromium')('filters and sorts long tables', async () => {
    await visit(plain, {}, async (page) => {
      const rows = page.locator('#inventory tbody tr:visible')
      const all = await rows.count()
      await page.locator('#inventory input[type=search]').fill('filling plc')
      expect(await rows.count()).toBeLessThan(all)
      expect(await rows.count()).toBeGreaterThan(1)
      await page.locator('#inventory thead button').first().click()
      const names = await page.locator('#inventory tbody th:visible').allTextContents()
      expect(names).toEqual([...names].sort((a, b) => (a < b ? -1 : 1)))
    })
  })

  testWith('chromium')('prints on A4 with the classification on every page', async () => {
    await visit(plain, { scheme: 'dark' }, async (page) => {
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
      expect(pdf.match(/\/Type\s*\/Page\b/g)!.length).toBeGreaterThan(3)
      expect(pdf).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('nav').isVisible()).toBe(false)
      expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).toBe(
        'rgb(255, 255, 255)',
      )
    })
    expect(readFileSync(plain, 'utf8')).toContain('@top-right{content:"CONFIDENTIAL"}')
  })
})
