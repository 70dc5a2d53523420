// The scratchpad as its users have it: two people behind one link, a server that crashes, and "keep this".
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { faultsOf } from '../../browser/page-faults.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { developmentKeys, startServer } from '../../kit/server.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const waitMs = 30_000

describe.skipIf(missing)(`the scratchpad${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let dataDir: string
  let server: Awaited<ReturnType<typeof startServer>>
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'syncforge-scratchpad-'))
    ;[browser, server] = await Promise.all([launchBrowser(), startServer({ dataDir })])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const enter = async (address: string, options: Parameters<Browser['newContext']>[0] = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    page.setDefaultTimeout(waitMs)
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(address)
    await page.locator('.bn-editor').waitFor()
    return { page, complaints }
  }
  type Person = Awaited<ReturnType<typeof enter>>

  const read = ({ page }: Person): Promise<string> =>
    page.locator('.bn-editor').evaluate((element) => {
      const copy = element.cloneNode(true) as HTMLElement
      for (const extra of copy.querySelectorAll('.bn-collaboration-cursor__base')) extra.remove()
      return (copy.textContent ?? '').replace(/[\u200b\u2060\ufeff]/g, '').replaceAll('\u00a0', ' ')
    })
  const write = async ({ page }: Person, words: string) => {
    await page.locator('.bn-editor').click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(words)
  }
  const eventually = <T>(seen: () => Promise<T>, wanted: T, timeout = waitMs) =>
    expect.poll(seen, { timeout }).toEqual(wanted)
  const roomOf = async (id: string): Promise<{ persistence: string; emptyAfterMs: number }> => {
    const response = await fetch(`${server.url}/api/v1/rooms/${id}`, {
      headers: { authorization: `Bearer ${developmentKeys.secret}` },
    })
    return response.json()
  }
  const padIn = ({ page }: Person): string => new URL(page.url()).searchParams.get('pad') ?? ''

  test('[EPH-2] [EPH-3] two people behind a link, a crash of the server, and what is kept', async () => {
    const ada = await enter(`${server.url}/examples/scratchpad/`)
    expect(await roomOf(padIn(ada))).toMatchObject({ persistence: 'memory', emptyAfterMs: 900_000 })
    await ada.page.getByText(/If you leave now, this is erased at/).waitFor()
    const bob = await enter(ada.page.url())
    await ada.page.getByText(/If all of you leave now/).waitFor()
    const bobsName = ((await bob.page.getByText('(you)').textContent()) ?? '').replace(' (you)', '')

    await write(ada, 'Ada wrote this.')
    await eventually(() => read(bob), 'Ada wrote this.')
    await write(bob, ' Bob too.')
    await eventually(() => read(ada), 'Ada wrote this. Bob too.')
    await expect
      .poll(() => ada.page.locator('.bn-collaboration-cursor__label').allTextContents(), { timeout: waitMs })
      .toContain(bobsName)

    // What only the room knew is gone: its people fill it again, with what they wrote meanwhile.
    const { port } = server
    await server.kill()
    await ada.page.getByText(/Offline. If nobody else is there/).waitFor()
    await write(ada, ' Meanwhile.')
    server = await startServer({ port, dataDir })
    await expect.poll(() => read(bob), { timeout: 60_000 }).toContain('Meanwhile.')

    await ada.page.getByRole('button', { name: 'Keep this' }).click()
    for (const { page } of [ada, bob]) await page.getByText('Kept: this stays.').waitFor()
    expect(padIn(bob)).toBe(padIn(ada))
    expect(await roomOf(padIn(ada))).toMatchObject({ persistence: 'durable' })
    await eventually(() => read(bob), await read(ada))
    expect(await read(bob)).toContain('Ada wrote this. Bob too.')
    await write(bob, ' Still here.')
    await expect.poll(() => read(ada), { timeout: waitMs }).toContain('Still here.')
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  }, 180_000)

  test.each(['light', 'dark'] as const)(
    'in the %s theme, on a phone and a screen',
    async (colorScheme) => {
      for (const width of [390, 1280]) {
        const { page, complaints } = await enter(`${server.url}/examples/scratchpad/`, {
          colorScheme,
          viewport: { width, height: 844 },
        })
        expect(await faultsOf(page)).toEqual([])
        expect(complaints).toEqual([])
      }
    },
    60_000,
  )
})
