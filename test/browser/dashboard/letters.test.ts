/** Every letter as a phone shows it: nothing to scroll sideways, and the one thing to do in sight, however long names and addresses are. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paymentFailedLetter } from '../../../workers/mail/billing-letters.ts'
import * as account from '../../../workers/mail/letters.ts'
import { limitLetter } from '../../../workers/mail/limit-letters.ts'
import type { Mail } from '../../../workers/mail/mail.ts'
import { digestLetter } from '../../../workers/mail/notification-letters.ts'
import { webhookLetter } from '../../../workers/mail/webhook-letters.ts'
import { mailsTo, signUp } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { visitor } from '../dashboard-page.ts'
import { faultsOf } from '../page-faults.ts'

const server = sharedServer()
const shots = process.env.SHOTS
const phone = { viewport: { width: 360, height: 740 } }

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const unbroken = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft-'.repeat(2)
const to = `${'a-rather-long-name-before-the-at-sign-'.repeat(2)}@${'sub.'.repeat(20)}example.com`
const url = `https://syncforge.example.com/api/auth/verify-email?token=${'x'.repeat(300)}&callbackURL=%2Fdashboard`
const organization = unbroken
const at = new Date(Date.UTC(2026, 10, 28, 12))

const letters: Readonly<Record<string, Mail>> = {
  verify: account.verifyLetter({ to, url }),
  exists: account.existsLetter({ to, url }),
  reset: account.resetLetter({ to, url }),
  'password changed': account.passwordChangedLetter({ to, url }),
  'change e-mail': account.changeEmailLetter({ to, url, newEmail: to }),
  'confirm new e-mail': account.confirmNewEmailLetter({ to, url }),
  'second factor on': account.secondFactorLetter({ to, url, isOn: true }),
  'second factor off': account.secondFactorLetter({ to, url, isOn: false }),
  invitation: account.invitationLetter({ to, url, organization, inviter: unbroken, role: 'Viewer', expiresAt: at }),
  share: account.shareLetter({ to, url, organization, room: unbroken }),
  'payment failed': paymentFailedLetter({
    to,
    url,
    organization,
    plan: 'Business',
    amountCents: 123_456_789,
    graceEndsAt: at,
  }),
  limit: limitLetter({
    to,
    url,
    organization,
    limit: 'people',
    percent: 100,
    used: 50_000,
    max: 50_000,
    plan: 'Business',
    larger: 'Enterprise',
  }),
  digest: digestLetter({
    to,
    organization,
    lines: [
      { kind: 'mention', names: [unbroken, unbroken], count: 12, room: unbroken, text: unbroken.repeat(3) },
      { kind: unbroken, names: [], count: 1, room: null, text: '' },
    ],
    total: 30,
    url,
    unsubscribeUrl: url,
  }),
  'webhook failing': webhookLetter({
    to,
    url,
    organization,
    host: `${'sub.'.repeat(50)}example.com`,
    what: 'failing',
    since: at,
  }),
  'webhook gone': webhookLetter({ to, url: null, organization, host: 'hooks.example.com', what: 'gone', since: at }),
}

/** What is wrong with a letter as it is shown now. */
const lookAt = async (page: Page, { html, subject }: Pick<Mail, 'html' | 'subject'>, hasButton: boolean) => {
  await page.setContent(html)
  const faults = await faultsOf(page)
  if ((await page.title()) !== subject) faults.push('its title is not the subject')
  const button = page.locator('a.button')
  if ((await button.count()) !== Number(hasButton)) return [...faults, 'not one button']
  if (!hasButton) return faults
  const box = await button.boundingBox()
  if (!box || box.x < 0 || box.x + box.width > phone.viewport.width) faults.push('the button sticks out')
  if (!box || box.height < 44) faults.push('the button is too small for a finger')
  return faults
}

test('no letter is left out of these', () => {
  const written = Object.keys(account).filter((name) => name.endsWith('Letter'))
  expect(written).toHaveLength(9)
})

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('[DB4] no letter scrolls sideways on a phone, and each shows its button whole', async () => {
    const { page, complaints } = await visitor(browser, { ...phone, colorScheme })
    const found: Record<string, string[]> = {}
    for (const [name, letter] of Object.entries(letters)) {
      const faults = await lookAt(page, letter, name !== 'webhook gone')
      if (faults.length > 0) found[name] = faults
      if (shots !== undefined)
        await page.screenshot({
          path: `${shots}/letter-${name.replaceAll(' ', '-')}-${colorScheme}.png`,
          fullPage: true,
        })
    }
    expect(found).toEqual({})
    expect(complaints).toEqual([])
  })

  test('a letter that was sent is the same in the outbox, which fits a phone as well', async () => {
    const ada = await signUp(server, { name: 'Ada Letters' })
    const [mail = expect.fail('no mail')] = await mailsTo(server, ada.email)
    const { page } = await visitor(browser, { ...phone, colorScheme })
    expect(await lookAt(page, mail, true)).toEqual([])
    await page.goto(`${server.url}/dev/outbox?to=${encodeURIComponent(ada.email)}`)
    await page.frameLocator('iframe').locator('a.button').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    if (shots !== undefined) await page.screenshot({ path: `${shots}/outbox-${colorScheme}.png` })
  })
})
