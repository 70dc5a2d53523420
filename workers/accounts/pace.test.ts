import { expect, it } from 'vitest'
import { waitOf } from './pace.ts'

it('answers at the next whole quarter of a second, and others at once', () => {
  expect([0, 60, 249, 250, 251, 740].map((ms) => ms + waitOf('/sign-up/email', ms))).toEqual([
    250, 250, 250, 500, 500, 750,
  ])
  expect(waitOf('/get-session', 60)).toBe(0)
})
