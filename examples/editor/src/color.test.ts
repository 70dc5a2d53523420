import { describe, expect, test } from 'vitest'
import { inkOn, PALETTE, safeColor } from './color.ts'

const luminance = (color: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(color.slice(start, start + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

describe("people's colours", () => {
  test.each([...PALETTE])('%s carries its letters at 4.5 : 1 or better', (color) => {
    expect(inkOn(color)).toBe('#ffffff')
    expect(contrast(color, inkOn(color))).toBeGreaterThanOrEqual(4.5)
  })

  test('a colour that somebody else brings gets the ink that reads on it', () => {
    expect(inkOn('#ffe066')).toBe('#16130f')
    expect(inkOn('#101010')).toBe('#ffffff')
  })

  test.each(['red', '#fff', '#12345', '#1234567', '#123456;position:fixed', 'url(//x)', '', 7, null, undefined, {}])(
    '%j is not let into a stylesheet',
    (hostile) => {
      const color = safeColor(hostile, 'user_1')
      expect(PALETTE).toContain(color)
      expect(safeColor(hostile, 'user_1')).toBe(color)
    },
  )

  test('a plain hex colour is kept as it is', () => {
    expect(safeColor('#1A2b3C', 'user_1')).toBe('#1A2b3C')
  })
})
