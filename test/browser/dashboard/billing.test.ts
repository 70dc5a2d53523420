/** An owner buys a plan by clicking, loses the card at the renewal, and mends it: in the dashboard and on the pages of what stands in for Stripe. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { payingOrganization } from '../../kit/billing.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { heading, inDialog, visitorAs } from '../dashboard-page.ts'

let browser: Browser
/** Its own: the clock is moved. */
let server: TestServer
beforeAll(async () => {
  server = await startServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('Free to Pro by clicking, past due at the renewal, mended in the portal; then Business at once, and Starter later', async () => {
  const acme = await payingOrganization(server)
  const { page, complaints } = await visitorAs(browser, server, acme.owner)
  await page.goto(`${server.url}/dashboard/orgs/${acme.slug}/billing`)
  await heading(page, 'Billing')
  await page.getByText('The plan is Free.').waitFor()
  await page.getByText('No invoices yet').waitFor()

  await page.getByRole('button', { name: 'Buy Pro' }).click()
  await page.getByRole('button', { name: 'Pay with a card that is declined' }).click()
  await page.getByText('The card was declined').waitFor()
  await page.getByRole('button', { name: 'Pay with a good card' }).click()
  await heading(page, 'Billing')
  await page.getByText('The plan is Pro.').waitFor()
  await page.getByRole('link', { name: /as PDF$/ }).waitFor()
  await expect.poll(() => new URL(page.url()).search).toBe('')

  await page.getByRole('button', { name: 'Cards and addresses' }).click()
  await page.getByRole('button', { name: 'Put a failing card in place' }).click()
  await page.getByText('is declined from now on').waitFor()
  await page.getByRole('button', { name: 'To the renewal' }).click()
  await page.getByRole('link', { name: 'Back to SyncForge' }).click()
  await page.getByRole('heading', { name: 'A payment has failed' }).waitFor()
  await page.getByText('The plan is Pro.').waitFor()
  await page.getByRole('link', { name: 'Pay $199.00 now' }).waitFor()

  await page.getByRole('button', { name: 'Change the card' }).click()
  await page.getByRole('button', { name: 'Put a good card in place' }).click()
  await page.getByText('The card in place works').waitFor()
  await page.getByRole('link', { name: 'Back to SyncForge' }).click()
  await heading(page, 'Billing')
  // By itself, when the event has come.
  await page.getByRole('heading', { name: 'A payment has failed' }).waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Change to Business' }).click()
  await inDialog(page).getByText('To pay now').waitFor()
  await inDialog(page)
    .getByRole('button', { name: /^Pay \$/ })
    .click()
  await page.getByText('The plan is Business.').waitFor()

  await page.getByRole('button', { name: 'Change to Starter' }).click()
  await inDialog(page).getByText('Nothing is paid now').waitFor()
  await inDialog(page).getByRole('button', { name: 'Change to Starter' }).click()
  await page.getByRole('heading', { name: /^Starter from/ }).waitFor()
  await page.getByRole('button', { name: 'Keep Business' }).click()
  await page.getByRole('heading', { name: /^Starter from/ }).waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})

test('[DB1] what is bought, ended and over elsewhere is on the open page at once: pushed, not looked for', async () => {
  const acme = await payingOrganization(server)
  const { page, complaints } = await visitorAs(browser, server, acme.owner)
  await page.goto(`${server.url}/dashboard/orgs/${acme.slug}/billing`)
  await page.getByText('The plan is Free.').waitFor()
  // Well before the page would look by itself.
  const soon = { timeout: 20_000 }
  await acme.buy('pro')
  await page.getByText('The plan is Pro.').waitFor(soon)
  await page.getByRole('link', { name: /as PDF$/ }).waitFor(soon)
  await acme.ask('POST', 'cancel')
  await page.getByRole('heading', { name: /^Pro ends on / }).waitFor(soon)
  await acme.press(await acme.portal(), { move: 'renewal' })
  await page.getByRole('heading', { name: /^The subscription ended on / }).waitFor(soon)
  await page.getByText('The plan is Free.').waitFor(soon)
  await page.getByText('Everything that was made is still there; choose a plan to go on.').waitFor()
  await page.getByRole('button', { name: 'Buy Pro' }).waitFor()
  expect(await acme.shown()).toMatchObject({ plan: 'free', status: 'canceled' })
  expect(complaints).toEqual([])
})

test('invoices come page by page', async () => {
  const acme = await payingOrganization(server)
  await acme.buy('starter')
  const portal = await acme.portal()
  for (const _month of [1, 2]) await acme.press(portal, { move: 'renewal' })
  const { page } = await visitorAs(browser, server, acme.owner)
  // Two at once: two years are no test's time.
  await page.route('**/billing/invoices*', (route) => {
    const url = new URL(route.request().url())
    url.searchParams.set('limit', '2')
    return route.continue({ url: url.href })
  })
  await page.goto(`${server.url}/dashboard/orgs/${acme.slug}/billing`)
  const files = page.getByRole('link', { name: /as PDF$/ })
  await files.first().waitFor()
  expect(await files.count()).toBe(2)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => files.count(), { timeout: 20_000 }).toBe(3)
  await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' })
})

test('what cannot be loaded says so and can be tried again', async () => {
  const acme = await payingOrganization(server)
  const { page } = await visitorAs(browser, server, acme.owner, { viewport: { width: 360, height: 740 } })
  await page.route('**/billing/subscription', (route) => route.abort())
  await page.goto(`${server.url}/dashboard/orgs/${acme.slug}/billing`)
  await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor()
  await page.unroute('**/billing/subscription')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('The plan is Free.').waitFor()
})
