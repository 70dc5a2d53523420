/** Rooms in the dashboard as an owner uses them; what each click has done is asked for by REST, and heard by whoever is in the room. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId, textOf } from '../../sdk/kit.ts'
import { choose, heading, inDialog } from '../dashboard-page.ts'
import { agree, eventually, type Owner, openAs, ownerOf, region } from './owner.ts'

const server = sharedServer()
const dayMs = 86_400_000

let browser: Browser
let acme: Owner
/** A publishable key of the organization's. */
let apiKey: string
beforeAll(async () => {
  browser = await launchBrowser()
  // Three rooms are all that Free has: what a test makes, it deletes.
  acme = await ownerOf(server, 'Rooms')
  const made = await acme.told<{ key: string }>('POST', `/organizations/${acme.id}/api-keys`, {
    name: 'Page',
    kind: 'publishable',
  })
  apiKey = made.key
})
afterAll(() => browser?.close())

const open = (path: string, title: string | RegExp) => openAs(browser, server, acme, path, title)
const makeRoom = async (name: string): Promise<string> => {
  const id = freshRoomId(name)
  await acme.told('POST', '/rooms', { id, name, access: 'public' })
  return id
}
const removeRoom = (id: string) => acme.ask('DELETE', `/rooms/${id}`)
const tab = (page: Page, name: string) => page.locator('.tabs').getByRole('link', { name }).click()

test('a room is made, set up, and deleted by typing its id; one that is made elsewhere is listed by itself', async () => {
  const { page, complaints } = await open('/rooms', 'Rooms')
  const id = freshRoomId('made')
  await page.getByRole('button', { name: 'Create a room' }).first().click()
  await inDialog(page).getByLabel('Id').fill(id)
  await inDialog(page).getByLabel('Name').fill('Plans')
  await inDialog(page).getByLabel('Type').selectOption('whiteboard')
  await inDialog(page).getByLabel('Everybody may').selectOption('read')
  await agree(page, 'Create the room')
  await heading(page, /Plans/)
  const room = () => acme.ask('GET', `/rooms/${id}`)
  expect((await room()).body).toMatchObject({ name: 'Plans', type: 'whiteboard', defaultAccess: 'read' })

  await tab(page, 'Settings')
  const setUp = region(page, 'Set-up')
  await setUp.getByLabel('Name').fill('Board')
  await setUp.getByLabel('People at most').fill('7')
  await setUp.getByLabel('History, days').fill('2')
  await setUp.getByLabel('Metadata').fill('{ team')
  await setUp.getByRole('button', { name: 'Save' }).click()
  await setUp.getByText('This is no JSON.').waitFor()
  expect((await room()).body).toMatchObject({ name: 'Plans' })
  await setUp.getByLabel('Metadata').fill('{ "team": "a" }')
  await setUp.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved: it holds for who is there as well').waitFor()
  await heading(page, /Board/)
  const saved = { name: 'Board', maxParticipants: 7, historyMs: 2 * dayMs, metadata: { team: 'a' } }
  expect((await room()).body).toMatchObject(saved)

  await page.getByRole('button', { name: 'Delete…' }).click()
  await inDialog(page).getByLabel(`Type “${id}” to go on`).fill('something')
  await inDialog(page).getByRole('button', { name: 'Delete the room' }).click()
  await inDialog(page).getByText('That is something else.').waitFor()
  await inDialog(page).getByLabel(`Type “${id}” to go on`).fill(id)
  await agree(page, 'Delete the room')
  await heading(page, 'Rooms')
  expect((await room()).status).toBe(410)

  const other = await makeRoom('elsewhere')
  await page.getByRole('link', { name: 'elsewhere' }).waitFor({ timeout: 20_000 })
  await choose(page, 'More about elsewhere', 'Delete…')
  await inDialog(page).getByLabel(`Type “${other}” to go on`).fill(other)
  await agree(page, 'Delete the room')
  await page.getByRole('link', { name: 'elsewhere' }).waitFor({ state: 'detached' })
  expect((await acme.ask('GET', `/rooms/${other}`)).status).toBe(410)
  expect(complaints).toEqual([])
})

test('what somebody may do is changed while they are there, and somebody else is banned', async () => {
  const id = await makeRoom('people')
  const ada = await enter(server.wsUrl, id, { userId: 'ada', userInfo: { name: 'Ada' } }, { apiKey })
  const bob = await enter(server.wsUrl, id, { userId: 'bob', userInfo: { name: 'Bob' } }, { apiKey })
  const { page, complaints } = await open(`/rooms/${id}`, /people/)
  const row = (name: string) => page.getByRole('row').filter({ hasText: name })
  await row('Ada').getByText('writes').waitFor()
  await choose(page, 'Decide about Ada', 'Change what they may do…')
  await inDialog(page).getByLabel('In the room they may').selectOption('read')
  await agree(page, 'Change')
  await row('Ada').getByText('reads').waitFor()
  expect((await acme.ask('GET', `/rooms/${id}/participants/ada`)).body).toMatchObject({ access: 'read' })

  await row('Bob').waitFor()
  await choose(page, 'Decide about Bob', 'Ban…')
  await inDialog(page).getByLabel('How long').selectOption({ label: 'for an hour' })
  await agree(page, 'Ban')
  await row('Bob').waitFor({ state: 'detached' })
  const { body } = await acme.ask<{ claimsBan: { until: number } | null }>('GET', `/rooms/${id}/participants/bob`)
  expect(body.claimsBan?.until).toBeGreaterThan(Date.now() + 3_000_000)
  expect(bob.room.status.get()).toBe('disconnected')
  expect(ada.room.status.get()).toBe('connected')
  await expect(enter(server.wsUrl, id, { userId: 'bob' }, { apiKey })).rejects.toThrow()
  await removeRoom(id)
  expect(complaints).toEqual([])
})

test('documents are previewed; a version is kept, restored and forgotten', async () => {
  const id = await makeRoom('texts')
  const { room } = await enter(server.wsUrl, id, { userId: 'ada' }, { apiKey })
  const text = textOf(room)
  text.insert(0, 'The first draft')
  await room.flush()
  const { page, complaints } = await open(`/rooms/${id}`, /texts/)
  await tab(page, 'Documents')
  await page.getByRole('region', { name: 'Root content' }).getByText('The first draft', { exact: true }).waitFor()
  text.insert(text.length, ', and more')
  // Nobody is told of each letter: whoever looks asks again.
  const asItIsNow = page.getByRole('button', { name: 'As it is now' })
  const shown = page.getByRole('region', { name: 'Root content' }).locator('.prose-block')
  await eventually(async () => {
    await asItIsNow.click()
    return shown.textContent()
  }).toBe('The first draft, and more')

  await tab(page, 'Versions')
  await page.getByRole('button', { name: 'Keep a version' }).click()
  await inDialog(page).getByLabel('Name').fill('Before the change')
  await agree(page, 'Keep it')
  const versions = async () =>
    (await acme.told<{ versions: { name: string | null }[] }>('GET', `/rooms/${id}/versions`)).versions.map(
      ({ name }) => name,
    )
  await eventually(versions).toContain('Before the change')
  const pick = page.getByRole('navigation', { name: 'Versions, newest first' }).getByText('Before the change')
  await pick.click()
  text.insert(0, 'Nobody wants this. ')
  await region(page, 'Before the change').getByRole('button', { name: 'Restore' }).click()
  await agree(page, 'Restore it')
  await expect.poll(() => text.toString(), { timeout: 20_000 }).toBe('The first draft, and more')
  await pick.click()
  await region(page, 'Before the change').getByRole('button', { name: 'Forget' }).click()
  await agree(page, 'Forget it')
  await pick.waitFor({ state: 'detached' })
  expect(await versions()).not.toContain('Before the change')
  await removeRoom(id)
  expect(complaints).toEqual([])
})

test('a room is exported to a file, and another made of it; a third takes the file while it is empty', async () => {
  const id = await makeRoom('source')
  const { room } = await enter(server.wsUrl, id, { userId: 'ada' }, { apiKey })
  textOf(room).insert(0, 'Taken along')
  await room.flush()
  const taken = { content: { content: 'Taken along' } }
  const document = (of: string) => acme.ask('GET', `/rooms/${of}/document?format=json`)
  expect((await document(id)).body).toMatchObject(taken)
  const { page, complaints } = await open(`/rooms/${id}/settings`, /source/)
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const download = await saving
  expect(download.suggestedFilename()).toBe(`${id}.sfroom`)
  const file = await download.path()

  const copy = freshRoomId('copy')
  await page.goto(`${server.url}/dashboard/orgs/${acme.slug}/rooms?new=1`)
  await inDialog(page).getByLabel('From a file').setInputFiles(file)
  await inDialog(page).getByLabel('Id').fill(copy)
  await agree(page, 'Import the room')
  await heading(page, /source/)
  expect((await document(copy)).body).toMatchObject(taken)

  const third = await makeRoom('third')
  await page.goto(`${server.url}/dashboard/orgs/${acme.slug}/rooms/${third}/settings`)
  await page.getByRole('button', { name: 'Import into this room' }).click()
  await inDialog(page).getByLabel('File').setInputFiles(file)
  await agree(page, 'Import')
  expect((await document(third)).body).toMatchObject(taken)
  await page.getByRole('button', { name: 'Import into this room' }).click()
  await inDialog(page).getByLabel('File').setInputFiles(file)
  await inDialog(page).getByRole('button', { name: 'Import', exact: true }).click()
  await inDialog(page).getByRole('alert').waitFor()
  for (const each of [id, copy, third]) await removeRoom(each)
  expect(complaints).toEqual([])
})
