/** Colleagues: invited, invited once more and no more, given another role, removed, gone by themselves, and come with no account. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkIn, mailsTo, type SignedIn, signUp, waitForMail } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { choose, heading, inDialog, type Mailbox, signUpOn, visitor, visitorAs } from '../dashboard-page.ts'
import { agree, eventually, type Owner, openAs, ownerOf, region } from './owner.ts'

const server = sharedServer()
let browser: Browser
let acme: Owner
beforeAll(async () => {
  browser = await launchBrowser()
  acme = await ownerOf(server, 'Members')
})
afterAll(() => browser?.close())

/** Those that wait. */
const invitations = async () => {
  const path = `/organizations/${acme.id}/invitations?status=pending`
  return (await acme.told<{ invitations: { id: string; email: string; role: string }[] }>('GET', path)).invitations
}
const roles = async () => {
  const path = `/organizations/${acme.id}/members`
  const { members } = await acme.told<{ members: { name: string; role: string }[] }>('GET', path)
  return Object.fromEntries(members.map(({ name, role }) => [name, role]))
}
/** They come, as a member. */
const bringIn = async ({ email, browser: theirs }: SignedIn) => {
  await acme.told('POST', `/organizations/${acme.id}/invitations`, { email, role: 'member' })
  const id = (await invitations()).find((one) => one.email === email)?.id
  expect((await theirs.fetch(`/api/v1/invitations/${id}/accept`, { method: 'POST' })).status).toBeLessThan(300)
}

test('an invitation is sent, sent again and taken back: both letters lead to the one that waits, then neither opens anything', async () => {
  const grace = await signUp(server, { name: 'Grace Invited' })
  const { page, complaints } = await openAs(browser, server, acme, '/members', 'Members')
  await page.getByText('Nobody is invited').waitFor()
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await inDialog(page).getByLabel('E-mail').fill(grace.email)
  await inDialog(page).getByLabel('Role').selectOption('admin')
  await agree(page, 'Invite')
  const waiting = region(page, 'Invitations').getByRole('listitem').filter({ hasText: grace.email })
  await waiting.getByText(/^Admin · expires/).waitFor()
  const again = page.getByRole('button', { name: `Send again to ${grace.email}` })
  await again.click()
  await page.getByText('This address was written to a moment ago').first().waitFor()
  expect(await invitations()).toMatchObject([{ email: grace.email, role: 'admin' }])
  const letters = async () => (await mailsTo(server, grace.email)).filter(({ subject }) => /invites you/.test(subject))
  await eventually(async () => (await letters()).length).toBe(1)
  const letterAgain = async () => {
    await again.click()
    return (await letters()).length
  }
  // Ten seconds after the one before.
  await expect.poll(letterAgain, { timeout: 40_000, interval: 1_000 }).toBe(2)
  const [second = expect.fail('no letter'), first = expect.fail('one letter')] = (await letters()).map(linkIn)
  expect(second).toBe(first)
  const { page: hers } = await visitorAs(browser, server, grace)
  await hers.goto(second)
  await heading(hers, 'Join Members?')
  await page.getByRole('button', { name: `Take back the invitation of ${grace.email}` }).click()
  await page.getByText('Nobody is invited').waitFor()
  expect(await invitations()).toEqual([])
  await hers.getByRole('button', { name: 'Join Members' }).click()
  await hers.getByText('The invitation was revoked').first().waitFor()
  await hers.goto(first)
  await hers.getByText('It was taken back.').first().waitFor()
  expect(await roles()).not.toHaveProperty('Grace Invited')
  expect(complaints).toEqual([])
})

test('a role is changed and holds from the next click; one is removed, one leaves, the last owner cannot', async () => {
  const [grace, joan] = [await signUp(server, { name: 'Grace' }), await signUp(server, { name: 'Joan' })]
  await bringIn(grace)
  await bringIn(joan)
  const { page, complaints } = await openAs(browser, server, acme, '/members', 'Members')
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
  const { page: hers } = await openAs(browser, server, { ...acme, person: grace }, '/keys', 'API keys')
  expect(await hers.getByRole('button', { name: 'Make a key' }).first().getAttribute('aria-disabled')).toBe('true')
  await choose(page, 'More about Grace', 'Change role…')
  await inDialog(page).getByLabel('Role').selectOption('admin')
  await agree(page, 'Change the role')
  await row('Grace').getByText('Admin', { exact: true }).waitFor()
  expect(await roles()).toMatchObject({ Grace: 'admin', Joan: 'member' })
  await hers.reload()
  await heading(hers, 'API keys')
  await eventually(() =>
    hers.getByRole('button', { name: 'Make a key' }).first().getAttribute('aria-disabled'),
  ).not.toBe('true')

  await choose(page, 'More about Joan', 'Remove…')
  await agree(page, 'Remove')
  await row('Joan').waitFor({ state: 'detached' })
  expect(await roles()).not.toHaveProperty('Joan')
  const organizations = await joan.browser.fetch('/api/v1/organizations')
  expect(await organizations.json()).toMatchObject({ organizations: [] })

  await hers.getByRole('link', { name: 'Members' }).click()
  await heading(hers, 'Members')
  await choose(hers, 'More about Grace', 'Leave…')
  await inDialog(hers).getByRole('button', { name: 'Leave', exact: true }).click()
  await heading(hers, 'Your organization')
  expect(await roles()).toEqual({ 'Owner of Members': 'owner' })

  await choose(page, 'More about Owner of Members', 'Leave…')
  await inDialog(page).getByRole('button', { name: 'Leave', exact: true }).click()
  await inDialog(page).getByRole('alert').waitFor()
  expect(await roles()).toEqual({ 'Owner of Members': 'owner' })
  expect(complaints).toEqual([])
})

test('whoever has no account makes one on the way, and is in', async () => {
  const email = `new-${process.pid}@example.com`
  await acme.told('POST', `/organizations/${acme.id}/invitations`, { email, role: 'viewer' })
  const { page, complaints } = await visitor(browser)
  const linkOf: Mailbox = async (to, subject) => linkIn(await waitForMail(server, to, subject))
  await page.goto(await linkOf(email, /invites you/))
  await heading(page, 'You are invited')
  await page.getByRole('link', { name: 'Make an account' }).click()
  await signUpOn(page, linkOf, { name: 'Mary New', email })
  await heading(page, 'Join Members?')
  await page.getByRole('button', { name: 'Join Members' }).click()
  await heading(page, 'Overview')
  expect(await roles()).toMatchObject({ 'Mary New': 'viewer' })
  expect(complaints).toEqual([])
})
