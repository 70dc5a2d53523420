/** A person's way through the dashboard, from signing up to a rotated key: on a start in development, and on one for production with a PostgreSQL server. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createEmulator } from 'emulate'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { linkIn, waitForMail } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { freePort } from '../../kit/free-port.ts'
import { startPostgres } from '../../kit/postgres.ts'
import { startStandIns } from '../../kit/providers.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { codeOf } from '../../kit/totp.ts'
import { choose, codeIn, heading, inDialog, type Mailbox, signInOn, signUpOn, visitor } from '../dashboard-page.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const ada = { name: 'Ada Lovelace', email: 'ada@example.com' }
/** Has an account at GitHub, none here. */
const grace = { login: 'grace', name: 'Grace Hopper', email: 'grace@example.com' }

interface Place {
  readonly server: TestServer
  readonly linkOf: Mailbox
  end(): Promise<void>
}

const openDevelopment = async (): Promise<Place> => {
  const port = await freePort()
  const standIns = await startStandIns(`http://127.0.0.1:${port}`, { github: [grace] })
  const server = await startServer({ port, env: standIns.env, makesDatabase: true })
  const linkOf: Mailbox = async (to, subject) => linkIn(await waitForMail(server, to, subject))
  const end = async () => {
    await server.stop()
    await standIns.close()
  }
  return { server, linkOf, end }
}

/** What the stand-in for the mail service was given, for one address. */
const sentBy = async (service: string, to: string): Promise<readonly { subject: string; text: string }[]> => {
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`${service}${path}`, { headers: { authorization: 'Bearer re_test' } })).json()
  const { data } = (await ask('/emails')) as { data: { id: string; to: string[] }[] }
  const theirs = data.filter((mail) => mail.to.includes(to))
  return Promise.all(theirs.map(({ id }) => ask(`/emails/${id}`) as Promise<{ subject: string; text: string }>))
}

const openProduction = async (): Promise<Place> => {
  const postgres = await startPostgres()
  if ('missing' in postgres) throw new Error(postgres.missing)
  const port = await freePort()
  const publicUrl = `http://127.0.0.1:${port}`
  const [standIns, mail] = await Promise.all([
    startStandIns(publicUrl, { github: [grace] }),
    createEmulator({ service: 'resend', port: 0 }),
  ])
  const server = await startServer({
    port,
    env: {
      ...standIns.env,
      SYNCFORGE_ENV: 'production',
      DATABASE_URL: postgres.url,
      PUBLIC_URL: publicUrl,
      MAIL_FROM: 'SyncForge <hello@example.com>',
      RESEND_API_KEY: 're_test',
      RESEND_URL: mail.url,
    },
  })
  const linkOf: Mailbox = async (to, subject) => {
    const find = async () => (await sentBy(mail.url, to)).find((each) => subject.test(each.subject))
    await expect.poll(find, { timeout: 10_000 }).toBeDefined()
    return /https?:\/\/\S+/.exec((await find())?.text ?? '')?.[0] ?? ''
  }
  const end = async () => {
    await server.stop()
    await Promise.all([standIns.close(), mail.close(), postgres.stop()])
  }
  return { server, linkOf, end }
}

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const organizationAddress = (page: Page) => new URL(page.url()).pathname.split('/').slice(0, 4).join('/')

const places = [
  { name: 'in development', open: openDevelopment },
  { name: 'in production, on a PostgreSQL server', open: openProduction },
]

describe.each(places)('a person $name', ({ open }) => {
  let place: Place
  beforeAll(async () => {
    place = await open()
  })
  afterAll(() => place?.end())

  test('signs up, names an organization, sees the first presence, kicks it, invites a viewer who comes by GitHub, adds a second step, rotates the key', {
    timeout: 400_000,
  }, async () => {
    const { server, linkOf } = place
    const at = (path: string) => `${server.url}/dashboard${path}`
    const { email } = ada
    const { page, complaints } = await visitor(browser)

    // Whoever is not signed in is asked to, and led back.
    await page.goto(at('/'))
    await heading(page, 'Sign in')
    await page.getByRole('link', { name: 'Make an account' }).click()
    await heading(page, 'Make an account')
    await signUpOn(page, linkOf, ada)

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
    const home = organizationAddress(page)
    // The program ended without a word: it leaves after its grace period, and one is left.
    const rows = page.getByRole('row').filter({ hasText: 'claimed' })
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(1)

    // Kicked: the window is told, the row goes by itself.
    await choose(page, /^Decide about /, 'Kick…')
    await inDialog(page).getByRole('button', { name: 'Kick', exact: true }).click()
    await page.getByRole('heading', { name: 'Nobody is here' }).waitFor()
    await window.getByText(/first-room: disconnected/).waitFor()

    // A colleague comes by the invitation, as a viewer.
    await page.goto(`${server.url}${home}/members`)
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await inDialog(page).getByLabel('E-mail').fill(grace.email)
    await inDialog(page).getByLabel('Role').selectOption('viewer')
    await inDialog(page).getByRole('button', { name: 'Invite' }).click()
    await page.getByText(`An invitation is on its way to ${grace.email}`).waitFor()
    const { page: hers } = await visitor(browser)
    await hers.goto(await linkOf(grace.email, /./))
    await heading(hers, 'You are invited')
    await hers.getByRole('link', { name: 'Sign in' }).click()
    await hers.getByRole('button', { name: /GitHub/ }).click()
    await hers
      .locator('form', { has: hers.locator(`input[value="${grace.login}"]`) })
      .locator('button')
      .click()
    await heading(hers, 'Join Analytical Engines?')
    await hers.getByRole('button', { name: 'Join Analytical Engines' }).click()
    await heading(hers, 'Overview')
    await hers.getByRole('link', { name: 'Rooms', exact: true }).click()
    // What she may not do stays where it is, and says why.
    const blocked = hers.getByRole('button', { name: 'Create a room' })
    await blocked.click({ force: true })
    await hers.getByText('Your role here is Viewer, which does not allow this.').first().waitFor()
    expect(await blocked.getAttribute('aria-description')).toBe('Your role here is Viewer, which does not allow this.')
    expect(await inDialog(hers).count()).toBe(0)
    await hers.getByRole('button', { name: 'More about First room' }).click()
    expect(await hers.getByRole('menuitem', { name: /^Delete/ }).getAttribute('aria-disabled')).toBe('true')
    expect(await hers.getByRole('link', { name: 'API keys' }).count()).toBe(0)
    // Nor by REST, from her own page.
    const refused = await hers.evaluate(async () => {
      const { organizations } = await (await fetch('/api/v1/organizations')).json()
      const headers = { 'syncforge-organization': organizations[0].id }
      const answer = await fetch('/api/v1/rooms/first-room', { method: 'DELETE', headers })
      return { status: answer.status, code: (await answer.json()).error.code }
    })
    expect(refused).toEqual({ status: 403, code: 'FORBIDDEN' })

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
    // The code of now was used when it was turned on, and counts once.
    await page.getByLabel('Code', { exact: true }).fill(codeOf(uri, 1))
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
    await page
      .getByRole('cell', { name: /Invitation added/ })
      .first()
      .waitFor()
    expect(complaints).toEqual([])
  })
})
