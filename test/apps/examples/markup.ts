// Owns words that would be an element if anybody read them as markup, and looking for what they did to a page.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

export const markup = '<img src=x id=owned onerror=ran=1>'

/** Fails when `markup` has become an element anywhere in the page, shadows and frames included, or has run. */
export const expectOnlyWords = async (page: Page, where: string): Promise<void> => {
  for (const frame of page.frames()) {
    const found = await frame.evaluate(() => {
      const owned: string[] = []
      const look = (root: Document | ShadowRoot) => {
        for (const element of root.querySelectorAll('*')) {
          if (element.id === 'owned') owned.push(element.outerHTML)
          if (element.shadowRoot) look(element.shadowRoot)
        }
      }
      look(document)
      return [...owned, ...('ran' in globalThis ? ['it has run'] : [])]
    })
    expect(found, where).toEqual([])
  }
}
