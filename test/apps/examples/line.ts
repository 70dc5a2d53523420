// Owns the line between a page and its rooms: it can be cut as a lost network cuts it, and mended.
import type { Page } from 'playwright-core'

/** Call it before the page opens its address. */
export const layLine = async (page: Page) => {
  let isCut = false
  const lines = new Set<() => Promise<unknown>>()
  await page.routeWebSocket(/\/v1\/rooms\//, (near) => {
    if (isCut) return void near.close()
    const far = near.connectToServer()
    lines.add(() => Promise.all([near.close(), far.close()]))
  })
  return {
    async cut() {
      isCut = true
      for (const close of lines) await close()
      lines.clear()
    },
    mend() {
      isCut = false
    },
  }
}
