/** What owners read when a limit comes near, and when it is reached. */
import { expect, it } from 'vitest'
import { limitLetter } from './limit-letters.ts'

const letter = {
  to: 'ada@example.com',
  organization: 'Acme\nBcc: everybody@example.com',
  limit: 'people',
  percent: 100,
  used: 1_000,
  max: 1_000,
  plan: 'Starter',
  larger: 'Pro',
  url: 'https://sync.example.com/dashboard/orgs/acme/billing',
} as const

it('a limit that is reached says what happens now, and leads to the plans', () => {
  const { subject, text, html } = limitLetter(letter)
  expect(subject).toBe('Acme Bcc: everybody@example.com has reached its limit of people')
  expect(text).toContain('1,000 of the 1,000 people this month that the Starter plan allows')
  expect(text).toContain('Somebody new is kept out')
  expect(text).toContain('See what Pro brings:\nhttps://sync.example.com/dashboard/orgs/acme/billing')
  expect(html).toContain('href="https://sync.example.com/dashboard/orgs/acme/billing"')
})

it('one that comes near takes nothing away; a server without an address of its own leads nowhere', () => {
  const { subject, text } = limitLetter({
    ...letter,
    organization: 'Acme',
    limit: 'rooms',
    percent: 80,
    used: 8,
    max: 10,
    url: null,
  })
  expect(subject).toBe('Acme uses 80 % of its rooms')
  expect(text).toContain('At 10 nothing is taken away')
  expect(text).not.toContain('See what')
})
