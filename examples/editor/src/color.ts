// Owns people's colours. Refuses any colour from outside that is not a plain hex value: it would end up in a stylesheet.

/** Each is readable behind white text (at least 4.5 : 1) and told apart from its neighbours. */
// biome-ignore format: a palette reads as one block
export const PALETTE = [
  '#c2255c', '#1864ab', '#226f33', '#c2410c', '#0b7285', '#5f3dc4', '#8a5a00', '#9f1d1d', '#475569', '#4d6b0f', '#6b3f2a',
] as const

/** `value` when it is `#rrggbb`, else a palette colour that is always the same for the same `seed`. */
export const safeColor = (value: unknown, seed: string): string => {
  if (typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value)) return value
  let hash = 0
  for (const char of seed) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return PALETTE[hash % PALETTE.length] ?? PALETTE[0]
}

/** Black or white, whichever is easier to read on `color` (`#rrggbb`), by WCAG relative luminance. */
export const inkOn = (color: string): '#ffffff' | '#16130f' => {
  const channel = (start: number) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
  return luminance > 0.183 ? '#16130f' : '#ffffff'
}

/** Sets the two custom properties that the stylesheet paints a person with. */
export const paint = (element: HTMLElement, color: string): void => {
  element.style.setProperty('--person', color)
  element.style.setProperty('--person-ink', inkOn(color))
}
