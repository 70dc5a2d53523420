/** A colour of somebody's brand as one that can be read: on the light ground and on the dark one, and with words on it. */

type Rgb = readonly [number, number, number]

const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb

const hexOf = (rgb: Rgb): string => `#${rgb.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`

/** WCAG 2's relative luminance. */
const luminanceOf = (rgb: Rgb): number => {
  const [red = 0, green = 0, blue = 0] = rgb.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG 2's contrast, from 1 to 21. */
export const contrast = (one: string, other: string): number => {
  const [bright = 0, dark = 0] = [one, other].map((hex) => luminanceOf(rgbOf(hex))).sort((a, b) => b - a)
  return (bright + 0.05) / (dark + 0.05)
}

const readable = 4.5
const steps = 40

/** The nearest to `color` on the way to `end` that can be read on `ground`. */
const toward = (color: string, end: Rgb, ground: string): string => {
  const start = rgbOf(color)
  for (let step = 0; step < steps; step += 1) {
    const mixed = hexOf(start.map((value, at) => value + (((end[at] ?? 0) - value) * step) / steps) as unknown as Rgb)
    if (contrast(mixed, ground) >= readable) return mixed
  }
  return hexOf(end)
}

const onIt = (color: string): string => (contrast(color, '#ffffff') >= readable ? '#ffffff' : '#000000')

/** The grounds of both themes as they are by default. */
const grounds = { light: '#ffffff', dark: '#1b1d22' }

/**
 * What `--syncforge-accent` and `--syncforge-on-accent` become.
 *
 * @param color six hexadecimal digits after a `#`
 * @example accentOf('#ffd400').accent // 'light-dark(#8c7500, #ffd400)'
 */
export const accentOf = (color: string): { readonly accent: string; readonly onAccent: string } => {
  const light = toward(color, [0, 0, 0], grounds.light)
  const dark = toward(color, [255, 255, 255], grounds.dark)
  return { accent: `light-dark(${light}, ${dark})`, onAccent: `light-dark(${onIt(light)}, ${onIt(dark)})` }
}
