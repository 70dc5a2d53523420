/**
 * Owns the cursors of a crowd, drawn on one canvas: a page without a graphics card paints two hundred elements that move thirty times a second, and
 * one canvas sixty. Each cursor is painted once, as its element would look, and then only put elsewhere.
 */
import type { CursorLayer, Drawn, Projection } from './layer.ts'

/** The canvas is as large as what is seen of the layer, and this much more: the page may be scrolled before the next frame. */
const marginPx = 64
/** What a stroke paints beyond the box. */
const bleedPx = 3

interface Sprite {
  readonly user: Drawn['user']
  readonly picture: HTMLCanvasElement
  /** From the cursor's point, in pixels of the layer. */
  readonly left: number
  readonly top: number
}

const number = (length: string): number => Number.parseFloat(length) || 0

const fitted = (brush: CanvasRenderingContext2D, text: string, width: number): string => {
  if (brush.measureText(text).width <= width) return text
  const letters = Array.from(text)
  while (letters.length > 1 && brush.measureText(`${letters.join('')}…`).width > width) letters.pop()
  return `${letters.join('')}…`
}

/** As the element's arrow and name look, whatever the page's styles make of them. `zoom`: window pixels for each of the layer's. */
const paint = (element: HTMLElement, user: Drawn['user'], zoom: number): Sprite | null => {
  const [svg, path, name] = ['svg', 'path', 'bdi'].map((each) => element.querySelector<HTMLElement>(each))
  const picture = document.createElement('canvas')
  const brush = picture.getContext('2d')
  if (!svg || !path || !name || !brush) return null
  const origin = element.getBoundingClientRect()
  const boxOf = (part: Element) => {
    const { left, top, width, height } = part.getBoundingClientRect()
    return { x: (left - origin.left) / zoom, y: (top - origin.top) / zoom, width: width / zoom, height: height / zoom }
  }
  const [arrow, plate] = [boxOf(svg), boxOf(name)]
  const left = Math.floor(Math.min(arrow.x, plate.x)) - bleedPx
  const top = Math.floor(Math.min(arrow.y, plate.y)) - bleedPx
  const right = Math.max(arrow.x + arrow.width, plate.x + plate.width) + bleedPx
  const bottom = Math.max(arrow.y + arrow.height, plate.y + plate.height) + bleedPx
  const scale = devicePixelRatio * zoom
  picture.width = Math.ceil((right - left) * scale)
  picture.height = Math.ceil((bottom - top) * scale)
  brush.scale(scale, scale)
  brush.translate(-left, -top)

  const words = getComputedStyle(name)
  brush.fillStyle = words.backgroundColor
  brush.beginPath()
  brush.roundRect(plate.x, plate.y, plate.width, plate.height, number(words.borderTopLeftRadius))
  brush.fill()
  brush.font = `${words.fontStyle} ${words.fontWeight} ${words.fontSize} ${words.fontFamily}`
  brush.fillStyle = words.color
  brush.textBaseline = 'middle'
  const inset = number(words.paddingLeft)
  const text = fitted(brush, name.textContent ?? '', plate.width - inset - number(words.paddingRight) + 1)
  brush.fillText(text, plate.x + inset, plate.y + plate.height / 2 + 0.5)

  const line = getComputedStyle(svg)
  const shape = new Path2D(path.getAttribute('d') ?? '')
  // The drawing is twenty wide, see `viewBox`.
  const size = arrow.width / 20
  brush.translate(arrow.x, arrow.y)
  brush.scale(size, size)
  brush.fillStyle = line.fill
  brush.strokeStyle = line.stroke
  brush.lineWidth = number(line.strokeWidth)
  brush.lineJoin = 'round'
  brush.fill(shape)
  brush.stroke(shape)
  return { user, picture, left, top }
}

/** @param create puts the element of one cursor into the layer */
export const createCrowd = (layer: () => HTMLElement | null, create: (cursor: Drawn) => HTMLElement): CursorLayer => {
  const sprites = new Map<string, Sprite | null>()
  let projection: Projection = (point) => point
  let shown: readonly (readonly [string, Drawn])[] = []
  let canvas: HTMLCanvasElement | null = null
  let painted = ''

  const spriteOf = (id: string, cursor: Drawn, zoom: number): Sprite | null => {
    const known = sprites.get(id)
    if (known?.user === cursor.user) return known
    const element = create(cursor)
    const sprite = paint(element, cursor.user, zoom)
    element.remove()
    sprites.set(id, sprite)
    return sprite
  }
  const show = () => {
    const place = layer()
    const brush = canvas?.getContext('2d')
    if (!place || !canvas || !brush) return
    const seen = place.getBoundingClientRect()
    const zoom = seen.width / place.offsetWidth || 1
    const scale = devicePixelRatio * zoom
    // Another screen, or another zoom.
    if (painted !== `${scale}`) sprites.clear()
    painted = `${scale}`
    const left = Math.max(0, -seen.left / zoom - marginPx)
    const top = Math.max(0, -seen.top / zoom - marginPx)
    const width = Math.max(0, Math.min(place.offsetWidth - left, innerWidth / zoom + 2 * marginPx))
    const height = Math.max(0, Math.min(place.offsetHeight - top, innerHeight / zoom + 2 * marginPx))
    const [across, down] = [Math.ceil(width * scale), Math.ceil(height * scale)]
    if (canvas.width !== across || canvas.height !== down) {
      Object.assign(canvas, { width: across, height: down })
      Object.assign(canvas.style, { width: `${across / scale}px`, height: `${down / scale}px` })
    } else {
      brush.setTransform(1, 0, 0, 1, 0, 0)
      brush.clearRect(0, 0, across, down)
    }
    const translate = `${left}px ${top}px`
    if (canvas.style.translate !== translate) canvas.style.translate = translate
    for (const [id, cursor] of shown) {
      const opacity = cursor.opacity ?? 1
      const { x, y } = projection(cursor)
      if (opacity === 0 || x < left - 400 || y < top - 100 || x > left + width + 100 || y > top + height + 100) continue
      const sprite = spriteOf(id, cursor, zoom)
      if (!sprite) continue
      brush.globalAlpha = opacity
      // On whole pixels of the screen: between them a picture is blurred.
      brush.drawImage(
        sprite.picture,
        Math.round((x + sprite.left - left) * scale),
        Math.round((y + sprite.top - top) * scale),
      )
    }
    brush.globalAlpha = 1
  }
  const scrolled = () => show()

  return {
    draw(cursors, anchor) {
      shown = [...cursors].filter(([, cursor]) => (cursor.anchor ?? '') === anchor)
      for (const id of sprites.keys()) if (!cursors.has(id)) sprites.delete(id)
      if (!canvas) {
        canvas = document.createElement('canvas')
        canvas.className = 'crowd'
        layer()?.append(canvas)
        addEventListener('scroll', scrolled, { capture: true, passive: true })
      }
      show()
    },
    project(next) {
      projection = next
      if (canvas) show()
    },
    clear() {
      removeEventListener('scroll', scrolled, { capture: true })
      canvas?.remove()
      canvas = null
      shown = []
      sprites.clear()
    },
  }
}
