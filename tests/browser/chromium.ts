import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { CHROMIUM } from '../kit/need.ts'

/** A headless Chromium with an empty profile of its own that asks nobody for anything. */
export interface OpenBrowser {
  readonly context: BrowserContext
  close(): Promise<void>
}

export interface BrowserSettings {
  readonly width?: number
  readonly scheme?: 'light' | 'dark'
  readonly scripts?: boolean
}

/** Starts Debian's Chromium for one test. */
export async function openBrowser(settings: BrowserSettings = {}): Promise<OpenBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'cofferdam-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    viewport: { width: settings.width ?? 1280, height: 900 },
    colorScheme: settings.scheme ?? 'light',
    javaScriptEnabled: settings.scripts ?? true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return {
    context,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
