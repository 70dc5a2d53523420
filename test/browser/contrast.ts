// Owns finding words on a page that are hard to read: WCAG contrast below 4.5 : 1 (3 : 1 for large ones). Flat grounds only.
import type { Page } from 'playwright-core'

/** Every visible text whose contrast is too low, as "ratio words"; empty when all is well. */
export const lowContrast = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = 1
    const brush = canvas.getContext('2d', { willReadFrequently: true })
    if (!brush) throw new Error('this browser draws nothing')
    type Paint = [red: number, green: number, blue: number]
    /** What is seen when the colours are laid over each other, the last one on top. */
    const seen = (colors: readonly string[]): Paint => {
      brush.clearRect(0, 0, 1, 1)
      for (const color of ['#ffffff', ...colors]) {
        brush.fillStyle = color
        brush.fillRect(0, 0, 1, 1)
      }
      const [red = 0, green = 0, blue = 0] = brush.getImageData(0, 0, 1, 1).data
      return [red, green, blue]
    }
    const luminance = (paint: Paint) => {
      const [red = 0, green = 0, blue = 0] = paint.map((byte) => {
        const share = byte / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      const words = node.textContent?.trim()
      if (!element || !words || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      const style = getComputedStyle(element)
      if (style.clipPath !== 'none') continue
      const grounds: string[] = []
      for (let one: Element | null = element; one; one = one.parentElement)
        grounds.unshift(getComputedStyle(one).backgroundColor)
      const [dark = 0, light = 0] = [luminance(seen(grounds)), luminance(seen([...grounds, style.color]))].sort(
        (a, b) => a - b,
      )
      const ratio = (light + 0.05) / (dark + 0.05)
      const size = Number.parseFloat(style.fontSize)
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
      if (ratio < (large ? 3 : 4.5)) found.push(`${ratio.toFixed(2)} ${words}`)
    }
    return found
  })
