/** The page of webhooks as a person uses it: an endpoint is added, tested, fails, is sent again, gets another secret, is turned off and deleted. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { headersOf } from '../../kit/members.ts'
import { startReceiver, verifyByStock } from '../../kit/receiver.ts'
import { type RunningServer, startServer } from '../../kit/server.ts'
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
const visitAs = async (
  name: 'owner' | 'member' | 'stranger',
  options: Parameters<typeof visitor>[1] = {},
  at: RunningServer = server,
) => {
  const { page, complaints } = await visitor(browser, options)
  const { cookie = '' } = await headersOf(at, name)
  const end = cookie.indexOf('=')
  await page.context().addCookies([{ name: cookie.slice(0, end), value: cookie.slice(end + 1), url: at.url }])
  const answer = await fetch(`${at.url}/api/v1/organizations`, { headers: await headersOf(at, name, null) })
  const { organizations } = (await answer.json()) as { organizations: { id: string; slug: string }[] }
  const slug = organizations.find(({ id }) => id === 'org_dev')?.slug ?? ''
  return { page, complaints, home: `${at.url}/dashboard/orgs/${slug}` }
}

/** The owner of the development organization, at its webhooks by REST. */
const byRest = async (at: RunningServer) => {
  const headers = { ...(await headersOf(at, 'owner')), 'content-type': 'application/json' }
  return async <T>(method: string, path: string, json?: object): Promise<T> => {
    const body = json === undefined ? {} : { body: JSON.stringify(json) }
    const answer = await fetch(`${at.url}/api/v1/webhooks${path}`, { method, headers, ...body })
    expect([method, path, answer.ok]).toEqual([method, path, true])
    return (await answer.json()) as T
  }
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

test('what became a dead letter is sent again with the same id, when somebody asks for it', {
  timeout: 240_000,
}, async () => {
  // Of its own: five attempts are over within seconds.
  const own = await startServer({ env: { WEBHOOK_FIRST_DELAY_MS: '50' } })
  onTestFinished(() => own.stop())
  const receiver = await startReceiver(() => 500)
  onTestFinished(() => receiver.stop())
  const told = await byRest(own)
  const endpoint = { url: receiver.url, events: ['usage.limit'], description: 'Dead letters' }
  const { id } = await told<{ id: string }>('POST', '', endpoint)
  const { page, complaints, home } = await visitAs('owner', {}, own)
  await page.goto(`${home}/webhooks/${id}`)
  await heading(page, /Dead letters/)
  const letters = 3
  const dead = page.getByRole('row', { name: /webhook\.test/ }).getByText('Dead letter', { exact: true })
  for (let sent = 1; sent <= letters; sent += 1) {
    await page.getByRole('button', { name: 'Send a test' }).click()
    await expect.poll(() => dead.count(), { timeout: 60_000 }).toBe(sent)
  }
  await shoot(page, 'dead')
  const idsOf = (from: number) =>
    receiver.received
      .slice(from)
      .map(({ id: delivery }) => delivery)
      .sort()
  const before = receiver.received.length
  expect(before).toBe(letters * 5)
  receiver.behave(() => 204)
  await choose(page, 'More about this endpoint', 'Send dead letters again…')
  await inDialog(page).getByLabel('Of events').selectOption({ label: 'of the last hour' })
  await shoot(page, 'dead-again')
  await inDialog(page).getByRole('button', { name: 'Send them again' }).click()
  await page.getByText(`${letters} dead letters are sent again`).waitFor()
  const delivered = page.getByRole('row', { name: /webhook\.test/ }).getByText('Delivered', { exact: true })
  await expect.poll(() => delivered.count(), { timeout: 60_000 }).toBe(letters)
  // Each once more.
  expect(idsOf(before)).toEqual([...new Set(idsOf(0))])
  expect(await told('GET', `/${id}`)).toMatchObject({ status: { pending: 0, dead: 0 } })
  await choose(page, 'More about this endpoint', 'Send dead letters again…')
  await inDialog(page).getByRole('button', { name: 'Send them again' }).click()
  await page.getByText('0 dead letters are sent again').waitFor()
  expect(receiver.received).toHaveLength(before + letters)
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
