// Owns an organization of a test's own, as its owner sees it: in the dashboard, and by REST, which says whether it is so.
import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type SignedIn, signUp } from '../../kit/accounts.ts'
import type { RunningServer } from '../../kit/server.ts'
import { heading, inDialog, type Visitor, visitorAs } from '../dashboard-page.ts'

export interface Owner {
  readonly id: string
  readonly slug: string
  readonly person: SignedIn
  /** By REST, in the organization. */
  ask<T = Record<string, unknown>>(method: string, path: string, json?: object): Promise<{ status: number; body: T }>
  /** The same, of what has to be answered. */
  told<T = Record<string, unknown>>(method: string, path: string, json?: object): Promise<T>
}

export const ownerOf = async (server: Pick<RunningServer, 'url'>, name: string, person?: SignedIn): Promise<Owner> => {
  const owner = person ?? (await signUp(server, { name: `Owner of ${name}` }))
  const send = async <T>(method: string, path: string, json?: object, organizationId?: string) => {
    const answer = await owner.browser.fetch(`/api/v1${path}`, {
      method,
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(organizationId === undefined ? {} : { 'syncforge-organization': organizationId }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    })
    return { status: answer.status, body: (await answer.json().catch(() => null)) as T }
  }
  const { body } = await send<{ readonly id: string; readonly slug: string }>('POST', '/organizations', { name })
  return {
    ...body,
    person: owner,
    ask: (method, path, json) => send(method, path, json, body.id),
    async told<T>(method: string, path: string, json?: object) {
      const answer = await send<T>(method, path, json, body.id)
      expect([method, path, answer.status < 300, answer.body]).toEqual([method, path, true, answer.body])
      return answer.body
    },
  }
}

/** The owner's browser, on a page of the organization. */
export const openAs = async (
  browser: Browser,
  server: Pick<RunningServer, 'url'>,
  { slug, person }: Pick<Owner, 'slug' | 'person'>,
  path: string,
  title: string | RegExp,
): Promise<Visitor> => {
  const found = await visitorAs(browser, server, person)
  await found.page.goto(`${server.url}/dashboard/orgs/${slug}${path}`)
  await heading(found.page, title)
  return found
}

/** Polled until it is as said: what a click has done is there a moment later. */
export const eventually = <T>(ask: () => T | Promise<T>) => expect.poll(ask, { timeout: 20_000 })

export const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })

/** Presses the button of the open dialog, and waits until the dialog is gone. */
export const agree = async (page: Page, action: string): Promise<void> => {
  await inDialog(page).getByRole('button', { name: action, exact: true }).click()
  await inDialog(page).waitFor({ state: 'detached' })
}

/** A picture as somebody picks one from their computer. */
export const picture = async (page: Page) => ({
  name: 'picture.png',
  mimeType: 'image/png',
  buffer: await page.screenshot(),
})
