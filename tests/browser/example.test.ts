import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cofferdam } from '../kit/cli.ts'
import { testWith } from '../kit/need.ts'
import { openBrowser } from './chromium.ts'

let folder: string
let report: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cofferdam-example-'))
  const { code, err } = cofferdam(['assess', 'examples/bottling-plant', '--as-of', '2026-12-01', '--report', folder])
  expect({ code, err }).toMatchObject({ code: 0 })
  report = join(folder, 'report.html')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function open(look: (page: Page) => Promise<void>): Promise<void> {
  const browser = await openBrowser({ width: 1440 })
  try {
    const page = await browser.context.newPage()
    await page.goto(pathToFileURL(report).href)
    await look(page)
  } finally {
    await browser.close()
  }
}

describe('the report on the bottling plant', () => {
  test('has room for every reason, and says its classification', () => {
    const text = readFileSync(report, 'utf8')
    expect(Buffer.byteLength(text)).toBeLessThan(5_000_000)
    expect(text).not.toContain('no room for all reasons')
    expect(text).toContain('CONFIDENTIAL')
  })

  testWith('chromium')('leads from a difference to the bytes that show it', async () => {
    await open(async (page) => {
      const link = page.locator('#drift a[href^="#x"]').first()
      const exhibit = page.locator((await link.getAttribute('href'))!)
      expect(await exhibit.isVisible()).toBe(false)
      await link.click()
      await exhibit.waitFor({ state: 'visible' })
      expect(await exhibit.locator('pre').textContent()).toMatch(/^0000 {2}([0-9a-f]{2} ){16}/)
    })
  })

  testWith('chromium')('leads from the worst gap to its reasons, down to lines and documents', async () => {
    await open(async (page) => {
      await page.locator('#summary .card a').first().click()
      const inner = page.locator(new URL(page.url()).hash)
      await inner.waitFor({ state: 'visible' })
      await inner.locator('details.chain').evaluateAll((all) => {
        for (const one of all) if (one instanceof HTMLDetailsElement) one.open = true
      })
      expect(await inner.locator('.why').last().textContent()).toMatch(/\.yaml:\d+/)
    })
  })

  testWith('chromium')('draws the laptop that nobody declared where it was found', async () => {
    await open(async (page) => {
      const cell = page.locator('#drawing svg g', { has: page.locator('text="Cell 2: packing"') }).last()
      expect(await cell.textContent()).toContain('undeclared: 192.168.10.77')
    })
  })
})
