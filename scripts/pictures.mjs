// Makes the pictures of the README from a report: node scripts/pictures.mjs <report.html> [folder]
// Needs Chromium (COFFERDAM_CHROMIUM names another one than Debian's).
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { root } from './lib.mjs'

const OFFLINE = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Writes `report.png`, the first screen, and `zones.png`, the zone and conduit drawing, into a folder. */
export async function reportPictures(report, folder) {
  mkdirSync(folder, { recursive: true })
  const profile = mkdtempSync(join(tmpdir(), 'cofferdam-pictures-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.COFFERDAM_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1360, height: 960 },
    colorScheme: 'light',
    args: OFFLINE,
  })
  try {
    const page = await context.newPage()
    await page.goto(pathToFileURL(resolve(report)).href)
    await page.screenshot({ path: join(folder, 'report.png') })
    await page.setViewportSize({ width: 1900, height: 1200 })
    await page
      .locator('#drawing svg.drawing')
      .first()
      .screenshot({ path: join(folder, 'zones.png') })
  } finally {
    await context.close()
    rmSync(profile, { recursive: true, force: true })
  }
}

const [, script, report, folder = join(root, 'docs', 'pictures')] = process.argv
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  if (report === undefined) {
    console.error('name the report: node scripts/pictures.mjs <report.html> [folder]')
    process.exit(2)
  }
  await reportPictures(report, folder)
}
