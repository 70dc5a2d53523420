/** Owns what leaves the board: a file of SVG that needs nothing else and in which nothing runs, and the same as a picture. */
import type { Shape } from '../board/shape.ts'
import { grow, unionOf } from '../geometry/box.ts'
import { ground, paintOfFile } from './colors.ts'
import { boxOfShape, type Drawn, drawShape } from './look.ts'

const margin = 32
/** What a browser still makes a picture of. */
const pictureMaxPixels = 8_192

/** What XML has no place for at all, escaped or not. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about those
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/gu

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** As words in XML, whatever they are. */
export const escaped = (words: string): string =>
  words.replace(forbidden, '').replace(/[&<>"']/g, (letter) => escapes[letter] ?? '')

const toText = ({ tag, attributes, inside = [], words }: Drawn): string => {
  const named = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
  const content = words === undefined ? inside.map(toText).join('') : escaped(words)
  // Spaces at the front of a line are somebody's.
  const space = tag === 'text' ? ' xml:space="preserve"' : ''
  return `<${tag}${named.join('')}${space}>${content}</${tag}>`
}

export interface Picture {
  readonly svg: string
  readonly width: number
  readonly height: number
}

/** `shapes` from the lowest to the highest. `null` where there are none. */
export const toSvg = (shapes: readonly Shape[]): Picture | null => {
  const widest = Math.max(0, ...shapes.map(({ stroke }) => stroke))
  const union = unionOf(shapes.map(boxOfShape))
  if (!union) return null
  const box = grow(union, margin + widest)
  const [width, height] = [Math.ceil(box.width), Math.ceil(box.height)]
  const view = `${Math.floor(box.x)} ${Math.floor(box.y)} ${width} ${height}`
  const body = shapes.map((shape) => toText(drawShape(shape, paintOfFile))).join('\n')
  return {
    width,
    height,
    svg: `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${view}">
<rect x="${Math.floor(box.x)}" y="${Math.floor(box.y)}" width="${width}" height="${height}" fill="${ground}"/>
${body}
</svg>
`,
  }
}

/** Rejects where the browser makes no picture of it. */
export const toPng = async ({ svg, width, height }: Picture): Promise<Blob> => {
  const image = new Image()
  // Pages that allow pictures from themselves and from data alone take no other address.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const factor = Math.min(2, pictureMaxPixels / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * factor))
  canvas.height = Math.max(1, Math.round(height * factor))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (!made) throw new Error('The browser made no picture')
  return made
}
