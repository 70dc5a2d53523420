/** One table of variables: what the docs tell, what the example file holds and what deployments ask for are the same. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { missingInProduction, variables } from './variables.ts'
import { readWorkers } from './workerd/wrangler-config.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFile(join(root, path), 'utf8')
const names = variables.map(({ name }) => name)
const deployed = variables.filter(({ need }) => need === 'deployed').map(({ name }) => name)

it('is the one in the guide, word for word', async () => {
  const guide = await read('docs/guides/deploy.md')
  for (const { name, purpose, recipe } of variables) {
    expect(guide).toContain(`| \`${name}\` | ${purpose} | ${recipe.replaceAll('|', '\\|')} |`)
  }
})

it('is the one in the example file, with what can be made by oneself left to be made', async () => {
  const lines = (await read('.dev.vars.example')).split('\n').filter((line) => /^#? ?[A-Z_]+=/.test(line))
  const inFile = lines.map((line) => line.replace(/^# ?/, '').split('=')[0])
  expect(inFile).toEqual(['SYNCFORGE_ENV', 'NEON_ENDPOINT', ...names])
  for (const name of deployed) expect(lines.some((line) => line.startsWith(`${name}=`))).toBe(true)
})

it('holds what a deployment of the edge refuses to run without', async () => {
  const [{ config }] = await readWorkers(root)
  for (const name of ['staging', 'production']) expect(config.env[name]?.secrets).toEqual({ required: deployed })
})

it('tells a production start what nobody can sign up or pay without', () => {
  expect(missingInProduction({ PUBLIC_URL: 'https://a.example', MAIL_FROM: '', RESEND_API_KEY: 're_1' })).toEqual([
    expect.stringMatching(/^Without MAIL_FROM nobody can sign up \(who mail is from.*Such as: "SyncForge/),
    expect.stringMatching(/^Without TRUSTED_PROXIES everybody who comes through a proxy has its address/),
    expect.stringMatching(/^Without STRIPE_SECRET_KEY nothing is sold/),
  ])
  const all = {
    PUBLIC_URL: 'https://a.example',
    MAIL_FROM: 'b',
    RESEND_API_KEY: 'c',
    STRIPE_SECRET_KEY: 'd',
    TRUSTED_PROXIES: 'e',
  }
  expect(missingInProduction(all)).toEqual([])
})
