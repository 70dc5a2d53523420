/** The page of webhooks as a person uses it: an endpoint is added, tested, fails, is sent again, gets another secret, is turned off and deleted. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { headersOf } from '../../kit/members.ts'
import { startReceiver, verifyByStock } from '../../kit/receiver.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { choose, codeIn, heading, inDialog, visitor } from '../dashboard-page.ts'
import { faultsOf } from '../page-faults.ts'

const server = sharedServer()
const shots = process.env.SHOTS

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** Somebody of the development organization, whose plan has webhooks, or of none. */
const visitAs = async (name: 'owner' | 'member' | 'stranger', options: Parameters<typeof visitor>[1] = {}) => {
  const { page, complaints } = await visitor(browser, options)
  const { cookie = '' } = await headersOf(server, name)
  const at = cookie.indexOf('=')
  await page.context().addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: server.url }])
  const answer = await fetch(`${server.url}/api/v1/organizations`, { headers: await headersOf(server, name, null) })
  const { organizations } = (await answer.json()) as { organizations: { id: string; slug: string }[] }
  const slug = organizations.find(({ id }) => id === 'org_dev')?.slug ?? ''
  return { page, complaints, home: `${server.url}/dashboard/orgs/${slug}` }
}

const shoot = async (page: Page, name: string) => {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png` })
}

test('an endpoint is added, tested, sent again, rotated, turned off and on, and deleted', async () => {
  const receiver = await startReceiver(() => 500)
  onTestFinished(() => receiver.stop())
  const { page, complaints, home } = await visitAs('owner')
  await page.goto(`${home}/webhooks`)
  await heading(page, 'Webhooks')
  await page.getByRole('button', { name: 'Add an endpoint' }).first().click()
  await inDialog(page).getByLabel('Address').fill('https://a:b@example.com/hooks')
  await inDialog(page).getByRole('button', { name: 'Add the endpoint' }).click()
  await inDialog(page)
    .getByText(/user name or a password/)
    .first()
    .waitFor()
  await inDialog(page).getByLabel('Address').fill(receiver.url)
  await inDialog(page).getByLabel('Description').fill('Our server')
  await shoot(page, 'new')
  await inDialog(page).getByRole('button', { name: 'Add the endpoint' }).click()
  const secret = await codeIn(page, 'Signing secret')
  expect(secret).toMatch(/^whsec_/)
  await page.getByRole('button', { name: 'I have it' }).click()
  await shoot(page, 'list')
  await page.getByRole('link', { name: 'Our server' }).click()
  await heading(page, /Our server/)
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('failing').first().waitFor()
  await page.getByRole('link', { name: 'webhook.test' }).first().click()
  await inDialog(page).getByText('500').first().waitFor()
  await inDialog(page)
    .getByText(/"webhookId"/)
    .waitFor()
  await shoot(page, 'delivery')
  await page.keyboard.press('Escape')
  receiver.behave(() => 204)
  // Rooms of other tests tell this endpoint of what happens in them. The second attempt comes ten seconds later, by itself.
  const tests = () => receiver.received.filter(({ event }) => event.type === 'webhook.test')
  await expect.poll(() => tests().length, { timeout: 60_000 }).toBe(2)
  // The page shows it without being asked.
  await page
    .getByRole('row', { name: /webhook\.test/ })
    .getByText('Delivered')
    .waitFor()
  for (const one of receiver.received) verifyByStock(secret, one)
  await shoot(page, 'endpoint')
  await page.getByRole('link', { name: 'webhook.test' }).first().click()
  await inDialog(page).getByRole('button', { name: 'Send again' }).click()
  await expect.poll(() => tests().length, { timeout: 20_000 }).toBe(3)
  await page.keyboard.press('Escape')
  await choose(page, 'More about this endpoint', 'Rotate the secret…')
  await inDialog(page).getByRole('button', { name: 'Rotate' }).click()
  const second = await codeIn(page, 'Signing secret')
  await page.getByRole('button', { name: 'I have it' }).click()
  await page.getByText('The old secret signs until').waitFor()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect.poll(() => tests().length, { timeout: 20_000 }).toBe(4)
  for (const one of [secret, second]) verifyByStock(one, tests().at(-1) ?? expect.fail())
  await choose(page, 'More about this endpoint', 'Turn off')
  await page.getByText('off', { exact: true }).waitFor()
  await choose(page, 'More about this endpoint', 'Turn on')
  await page.getByText('on', { exact: true }).waitFor()
  await choose(page, 'More about this endpoint', 'Delete…')
  await inDialog(page).getByRole('button', { name: 'Delete the endpoint' }).click()
  await heading(page, 'Webhooks')
  await page.getByRole('link', { name: 'Our server' }).waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})

test('who may only look sees endpoints and deliveries, and is told why the rest is not theirs', async () => {
  const { page, home } = await visitAs('member')
  await page.goto(`${home}/webhooks`)
  await heading(page, 'Webhooks')
  await expect
    .poll(() => page.getByRole('button', { name: 'Add an endpoint' }).first().getAttribute('aria-disabled'))
    .toBe('true')
})

test.each(['light', 'dark'] as const)(
  'in the %s theme axe finds nothing, and nothing is wider than 360 pixels',
  async (colorScheme) => {
    const receiver = await startReceiver()
    onTestFinished(() => receiver.stop())
    const headers = { ...(await headersOf(server, 'owner')), 'content-type': 'application/json' }
    const json = JSON.stringify({ url: receiver.url, events: ['*'], description: `Seen in ${colorScheme}` })
    const { id } = (await (
      await fetch(`${server.url}/api/v1/webhooks`, { method: 'POST', headers, body: json })
    ).json()) as { id: string }
    onTestFinished(async () => void (await fetch(`${server.url}/api/v1/webhooks/${id}`, { method: 'DELETE', headers })))
    await fetch(`${server.url}/api/v1/webhooks/${id}/test`, { method: 'POST', headers, body: '{}' })
    const { page, home } = await visitAs('owner', {
      colorScheme,
      viewport: { width: 360, height: 740 },
      reducedMotion: 'reduce',
    })
    const faults: string[] = []
    await page.goto(`${home}/webhooks`)
    await page.getByRole('link', { name: `Seen in ${colorScheme}` }).waitFor()
    faults.push(...(await faultsOf(page)))
    await shoot(page, `narrow-list-${colorScheme}`)
    await page.getByRole('link', { name: `Seen in ${colorScheme}` }).click()
    await page.getByRole('link', { name: 'webhook.test' }).waitFor()
    faults.push(...(await faultsOf(page)))
    await shoot(page, `narrow-endpoint-${colorScheme}`)
    await page.getByRole('link', { name: 'webhook.test' }).click()
    await inDialog(page)
      .getByText(/"webhookId"/)
      .waitFor()
    faults.push(...(await faultsOf(page)))
    await shoot(page, `narrow-delivery-${colorScheme}`)
    expect(faults).toEqual([])
  },
)

test('an address for people is named by keyboard, its secret shown once, tried, and taken away; who may not sees why', async () => {
  const receiver = await startReceiver(
    () => (response) => void response.writeHead(200).end('{"users":[{"id":"a","name":"Ada"}]}'),
  )
  onTestFinished(() => receiver.stop())
  // Of an organization of its own: composers of other tests would ask it.
  const made = await fetch(`${server.url}/api/v1/organizations`, {
    method: 'POST',
    headers: { ...(await headersOf(server, 'stranger', null)), 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Names people' }),
  })
  const { slug } = (await made.json()) as { readonly slug: string }
  const { page, complaints } = await visitAs('stranger')
  await page.goto(`${server.url}/dashboard/orgs/${slug}/settings`)
  await page.getByLabel('Address', { exact: true }).fill(receiver.url)
  await page.keyboard.press('Enter')
  const secret = await codeIn(page, 'SYNCFORGE_PEOPLE_SECRET')
  expect(secret).toMatch(/^whsec_/)
  await page.getByRole('button', { name: 'I have it' }).click()
  await page.getByRole('button', { name: 'Ask it once' }).click()
  await page.getByText(/It answered with one person/).waitFor()
  verifyByStock(secret, receiver.received[0]!)
  receiver.behave(() => 500)
  await page.getByRole('button', { name: 'Ask it once' }).click()
  await page.getByText(/It refused/).waitFor()
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: 'Remove…' }).click()
  await inDialog(page).getByRole('button', { name: 'Remove the address' }).click()
  await page.getByText('The address is asked no more').waitFor()
  await expect.poll(() => page.getByLabel('Address', { exact: true }).inputValue(), { timeout: 20_000 }).toBe('')
  expect(complaints).toEqual([])

  const { page: other, home } = await visitAs('member')
  await other.goto(`${home}/settings`)
  await other.getByLabel('Address', { exact: true }).waitFor()
  expect(await other.getByLabel('Address', { exact: true }).isDisabled()).toBe(true)
})
