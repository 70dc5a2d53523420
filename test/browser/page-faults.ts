// Owns what is wrong with a page whatever it shows: what axe finds, and what sticks out at the side.
import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[] }[]
}

/** As rule and place, or as pixels. */
export const faultsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source)
  const violations = await page.evaluate(async () => {
    const { run } = (window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe
    return (await run()).violations
  })
  const faults = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return tooWide > 0 ? [...faults, `${tooWide} pixels too wide`] : faults
}
