/** A person's way through the dashboard, from signing up to a rotated key, on a real server, with the mails of its outbox. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../kit/chromium.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { codeOf } from '../kit/totp.ts'
import { choose, codeIn, heading, inDialog, signInOn, signUpOn, visitor } from './dashboard-page.ts'

const root = join(import.meta.dirname, '..', '..')
const server = sharedServer()
const at = (path: string) => `${server.url}/dashboard${path}`
const fresh = (name: string) => `${name}-${process.pid}-${Date.now()}@example.com`

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe('a person', () => {
  test('signs up, names an organization, sees the first presence, kicks it, adds a second step, rotates the key', async () => {
    const email = fresh('ada')
    const { page, complaints } = await visitor(browser)

    // Whoever is not signed in is asked to, and led back.
    await page.goto(at('/'))
    await heading(page, 'Sign in')
    await page.getByRole('link', { name: 'Make an account' }).click()
    await heading(page, 'Make an account')
    await signUpOn(page, server, { name: 'Ada Lovelace', email })

    // Three steps.
    await heading(page, 'Your organization')
    await page.getByLabel('Name').fill('Analytical Engines')
    await page.getByRole('button', { name: 'Go on' }).click()
    await heading(page, 'Analytical Engines is there')
    await page.getByRole('button', { name: 'Make my key' }).click()
    await heading(page, 'Meet your first visitor')
    const apiKey = await codeIn(page, 'Your publishable key')
    expect(apiKey).toMatch(/^pk_live_/)
    const snippet = await codeIn(page, 'In your app')
    expect(snippet).toContain(`apiKey: '${apiKey}'`)
    expect(snippet).toContain(`endpoint: '${server.wsUrl}'`)
    await page.getByText('Waiting for your first visitor…').waitFor()

    // Run as it is written, in a program of its own: the page turns live by itself.
    const program = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', snippet], {
      cwd: root,
    })
    onTestFinished(() => void program.kill('SIGKILL'))
    await page.getByText('Ada is here').waitFor()
    program.kill('SIGKILL')

    // A second window runs the same.
    const opening = page.context().waitForEvent('page')
    await page.getByRole('link', { name: 'Run it in a new window' }).click()
    const window = await opening
    await window.getByText('You are in first-room').waitFor()
    await page.getByText(/ (is|are) here$/).waitFor()
    await page.getByRole('link', { name: 'Open the room' }).click()
    await heading(page, /First room/)
    // The program ended without a word: it leaves after its grace period, and one is left.
    const rows = page.getByRole('row').filter({ hasText: 'claimed' })
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(1)

    // Kicked: the window is told, the row goes by itself.
    await choose(page, /^Decide about /, 'Kick…')
    await inDialog(page).getByRole('button', { name: 'Kick', exact: true }).click()
    await page.getByRole('heading', { name: 'Nobody is here' }).waitFor()
    await window.getByText(/first-room: disconnected/).waitFor()

    // The second step, and in again with it.
    await page.goto(at('/security'))
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await inDialog(page).getByLabel('Your password').fill('correct horse battery')
    await inDialog(page).getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('img', { name: /^QR code/ }).waitFor()
    const secret = await codeIn(page, 'Secret')
    const uri = `otpauth://totp/SyncForge:ada?secret=${secret}&issuer=SyncForge`
    await inDialog(page).getByLabel('Code', { exact: true }).fill(codeOf(uri))
    await inDialog(page).getByRole('button', { name: 'Turn it on' }).click()
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
    const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allTextContents()
    expect(codes).toHaveLength(10)
    await page.getByRole('button', { name: 'I have them' }).click()
    await page.getByRole('button', { name: 'New recovery codes' }).waitFor()
    await page.getByRole('link', { name: 'To the dashboard' }).click()
    await heading(page, 'Overview')
    await choose(page, /Ada Lovelace/, 'Sign out')
    await heading(page, 'Sign in')
    await signInOn(page, email)
    await heading(page, 'One more step')
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await page.getByLabel('Recovery code').fill(codes[0] ?? '')
    await page.getByRole('button', { name: 'Go on' }).click()
    await heading(page, 'Overview')

    // The key is replaced, and the old one is dead.
    await page.getByRole('link', { name: 'API keys' }).click()
    await heading(page, 'API keys')
    await choose(page, 'More about First key', 'Rotate…')
    await inDialog(page).getByLabel('The old one is still taken').selectOption('0')
    await inDialog(page).getByRole('button', { name: 'Rotate' }).click()
    const next = await codeIn(page, 'API key')
    expect(next).toMatch(/^pk_live_/)
    expect(next).not.toBe(apiKey)
    await page.getByRole('button', { name: 'I have it' }).click()
    const { page: late } = await visitor(browser)
    await late.goto(at(`/try#key=${apiKey}&room=first-room`))
    await late.getByRole('alert').waitFor()
    const { page: soon } = await visitor(browser)
    await soon.goto(at(`/try#key=${next}&room=first-room`))
    await soon.getByText('You are in first-room').waitFor()

    // All of it is in the log.
    await page.getByRole('link', { name: 'Audit log' }).click()
    await heading(page, 'Audit log')
    await page
      .getByRole('cell', { name: /API key changed/ })
      .first()
      .waitFor()
    expect(complaints).toEqual([])
  })
})
