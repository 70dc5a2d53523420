/** The organization's colour and logo, in pages of a product under a strict policy. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { useUiPages } from '../ui-page.ts'

const { open } = useUiPages(sharedServer())
const logo = `data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==`

/** Answers as the server does, with whatever a test wants it to say. */
let answers: Readonly<Record<string, unknown>> = {}
const server = createServer(({ url = '/' }, response) => {
  const body = answers[new URL(url, 'http://local').searchParams.get('apiKey') ?? '']
  response.writeHead(body === undefined ? 401 : 200, { 'access-control-allow-origin': '*' }).end(JSON.stringify(body))
})
let endpoint: string
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

const tagFor = (key: string) =>
  `<syncforge-branding endpoint="${endpoint}" api-key="${key}" logo><syncforge-avatars></syncforge-avatars></syncforge-branding>`

test('what is inside has the colour, readable in both themes; the logo says whose it is', async () => {
  answers = { pk_1: { name: 'Acme', logo, color: '#ffd400' } }
  const accents: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, complaints } = await open(tagFor('pk_1'), { colorScheme, root: 'lang="en" class="both"' })
    await page.getByRole('img', { name: 'Acme' }).waitFor()
    await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'light dark'))
    accents.push(
      await page.evaluate(() => {
        const probe = document.createElement('span')
        probe.style.setProperty('color', 'var(--syncforge-accent)')
        document.querySelector('syncforge-branding')?.append(probe)
        return getComputedStyle(probe).color
      }),
    )
    expect(complaints).toEqual([])
  }
  expect(accents).toEqual(['rgb(140, 117, 0)', 'rgb(255, 212, 0)'])
})

test('what is no colour and no image does nothing; another key is another look; a refusal is none', async () => {
  answers = {
    pk_bad: { name: 'A\u202Ecme', logo: 'javascript:alert(1)', color: 'red; background: url(//evil.example)' },
    pk_good: { name: 'Good', logo: null, color: '#1a7a36' },
  }
  const { page } = await open(tagFor('pk_bad'))
  const look = () =>
    page.evaluate(() => {
      const element = document.querySelector('syncforge-branding')
      return [element?.branding?.name ?? null, element?.style.getPropertyValue('--syncforge-accent')]
    })
  await expect.poll(look).toEqual(['A cme', ''])
  expect(await page.locator('syncforge-branding img').count()).toBe(0)
  await page.evaluate(() => document.querySelector('syncforge-branding')?.setAttribute('api-key', 'pk_good'))
  await expect.poll(async () => (await look())[1]).toMatch(/^light-dark\(#1a7a36, #[\da-f]{6}\)$/)
  await page.evaluate(() => document.querySelector('syncforge-branding')?.setAttribute('api-key', 'pk_gone'))
  await expect.poll(look).toEqual([null, ''])
})
