/** What an organization is and how it looks: changed, looked at by REST, deleted and brought back; and the way from one to another. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { heading, inDialog } from '../dashboard-page.ts'
import { eventually, openAs, ownerOf, picture, region } from './owner.ts'

const server = sharedServer()
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const dayMs = 86_400_000

test('name, address, logo, colour, origins and defaults are saved, each by itself', async () => {
  const acme = await ownerOf(server, 'Settings')
  const { page, complaints } = await openAs(browser, server, acme, '/settings', 'Settings')
  const now = () => acme.told('GET', `/organizations/${acme.id}`)
  const slug = `set-${process.pid}`
  const save = async (card: string, saved: object) => {
    await region(page, card).getByRole('button', { name: /^Save/ }).click()
    await page.getByText('Saved', { exact: true }).first().waitFor()
    await expect.poll(now, { timeout: 20_000 }).toMatchObject(saved)
  }
  await region(page, 'Name').getByLabel('Name', { exact: true }).fill('Set up')
  await region(page, 'Name').getByLabel('Short name').fill(slug)
  await save('Name', { name: 'Set up', slug })
  await eventually(() => new URL(page.url()).pathname).toBe(`/dashboard/orgs/${slug}/settings`)
  await heading(page, 'Settings')

  const branding = region(page, 'Branding')
  const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') }
  await branding.getByLabel('Logo').setInputFiles(notes)
  await branding.getByText('This file is no picture that the browser can read.').waitFor()
  await branding.getByLabel('Logo').setInputFiles(await picture(page))
  await branding.getByRole('button', { name: 'No logo' }).waitFor()
  await branding.getByLabel('Colour').fill('#0055aa')
  await save('Branding', { logo: expect.stringMatching(/^data:image\/(webp|jpeg);/), color: '#0055aa' })
  await branding.getByRole('button', { name: 'No logo' }).click()
  await branding.getByRole('button', { name: 'No colour' }).click()
  await save('Branding', { logo: null, color: null })

  const origins = region(page, 'Allowed origins')
  await origins.getByLabel('Origins').fill('not an origin')
  await origins.getByRole('button', { name: /^Save/ }).click()
  await origins.getByRole('alert').waitFor()
  expect(await now()).toMatchObject({ allowedOrigins: [] })
  await origins.getByLabel('Origins').fill('https://app.example.com\nhttps://www.example.com')
  await save('Allowed origins', { allowedOrigins: ['https://app.example.com', 'https://www.example.com'] })

  const defaults = region(page, 'New rooms')
  await defaults.getByLabel('Type').selectOption('document')
  await defaults.getByLabel('Everybody may').selectOption('comment')
  await defaults.getByLabel('People at most').fill('9')
  await defaults.getByLabel('History, days').fill('3')
  const onJoin = defaults.getByLabel('Whoever joins first with a publishable key makes a public room')
  const makesRooms = !(await onJoin.isChecked())
  await onJoin.setChecked(makesRooms)
  const roomDefaults = { type: 'document', defaultAccess: 'comment', maxParticipants: 9, historyMs: 3 * dayMs }
  await save('New rooms', { roomDefaults, createsRoomsOnJoin: makesRooms })
  await acme.told('POST', '/rooms', { id: 'by-default' })
  expect(await acme.told('GET', '/rooms/by-default')).toMatchObject(roomDefaults)
  expect(complaints).toEqual([])
})

test('from one organization to another and back; deleted by typing its name, and brought back', async () => {
  const acme = await ownerOf(server, 'Going')
  const other = await ownerOf(server, 'Staying', acme.person)
  const { page, complaints } = await openAs(browser, server, acme, '', 'Overview')
  const switchTo = async (name: string, slug: string) => {
    await page.getByRole('button', { name: /switch organization/ }).click()
    await page.getByRole('menuitem', { name }).click()
    await eventually(() => new URL(page.url()).pathname).toBe(`/dashboard/orgs/${slug}`)
    await heading(page, 'Overview')
  }
  await switchTo('Staying', other.slug)
  await switchTo('Going', acme.slug)
  await page.getByRole('link', { name: 'Settings' }).click()
  await heading(page, 'Settings')
  await page.getByRole('button', { name: 'Delete…' }).click()
  await inDialog(page).getByLabel('Type “Going” to go on').fill('Going')
  await inDialog(page).getByRole('button', { name: 'Delete the organization' }).click()
  const restore = page.getByRole('button', { name: 'Bring it back' })
  await heading(page, /Going was deleted|Overview/)
  const refused = await acme.ask('GET', '/rooms')
  expect(refused).toMatchObject({ status: 410, body: { error: { code: 'ORGANIZATION_DELETED' } } })
  await page.goto(`${server.url}/dashboard/orgs/${acme.slug}`)
  await heading(page, 'Going was deleted')
  await restore.click()
  await heading(page, 'Overview')
  expect((await acme.ask('GET', '/rooms')).status).toBe(200)
  expect(complaints).toEqual([])
})
