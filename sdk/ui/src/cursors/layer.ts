/**
 * Owns the drawn cursors of one layer, an element each. It writes the DOM itself, and only of those that moved: a template read in every frame
 * would take twice the time.
 */
import type { Cursor } from '@syncforge/client'
import { html, render } from 'lit'
import { colorOf, nameOf } from '../base/safe.ts'

/** A cursor, and how well it is to be seen. */
export interface Drawn extends Cursor {
  readonly opacity?: number
}

export type Cursors = ReadonlyMap<string, Drawn>

/** From a point in the room to pixels of the layer. */
export type Projection = (point: Pick<Cursor, 'x' | 'y'>) => { readonly x: number; readonly y: number }

interface Entry {
  readonly element: HTMLElement
  cursor: Drawn | null
  translate: string
  opacity: string
}

export interface CursorLayer {
  /** Draws those with this anchor; the rest goes. */
  draw(cursors: Cursors, anchor: string): void
  /** The same cursors are elsewhere: the layer has another size, or shows another part. */
  project(projection: Projection): void
  clear(): void
}

/** On whole pixels of the screen, so that letters need not be painted anew in every frame. */
const whole = (pixels: number) => Math.round(pixels * devicePixelRatio) / devicePixelRatio

/** An element that looks as the cursor does, in `parent`. */
export const createCursor = ({ user }: Drawn, parent: ParentNode | null): HTMLElement => {
  const element = document.createElement('div')
  element.className = 'cursor person'
  element.setAttribute('part', 'cursor')
  element.style.setProperty('--person', colorOf(user))
  render(
    html`<svg viewBox="0 0 20 24" part="arrow"><path d="M2 1.5 17.5 13l-6.8 1L7 20.5z" /></svg><bdi part="name">${nameOf(user)}</bdi>`,
    element,
  )
  parent?.append(element)
  return element
}

export const createCursorLayer = (parent: () => ParentNode | null): CursorLayer => {
  const entries = new Map<string, Entry>()
  let projection: Projection = (point) => point

  const create = (cursor: Drawn): Entry => ({
    element: createCursor(cursor, parent()),
    cursor: null,
    translate: '',
    opacity: '',
  })
  const move = (entry: Entry, cursor: Drawn) => {
    const { x, y } = projection(cursor)
    const translate = `${whole(x)}px ${whole(y)}px`
    if (translate !== entry.translate) entry.element.style.translate = entry.translate = translate
    const opacity = String(Math.round((cursor.opacity ?? 1) * 100) / 100)
    if (opacity !== entry.opacity) entry.element.style.opacity = entry.opacity = opacity
    entry.cursor = cursor
  }
  const remove = (id: string, { element }: Entry) => {
    element.remove()
    entries.delete(id)
  }

  return {
    draw(cursors, anchor) {
      for (const [id, entry] of entries) {
        const cursor = cursors.get(id)
        if (!cursor || (cursor.anchor ?? '') !== anchor) remove(id, entry)
      }
      for (const [id, cursor] of cursors) {
        if ((cursor.anchor ?? '') !== anchor) continue
        let entry = entries.get(id)
        if (!entry) {
          entry = create(cursor)
          entries.set(id, entry)
        }
        // What does not move stays the same object.
        if (entry.cursor !== cursor) move(entry, cursor)
      }
    },
    project(next) {
      projection = next
      for (const entry of entries.values()) if (entry.cursor) move(entry, entry.cursor)
    },
    clear() {
      for (const [id, entry] of entries) remove(id, entry)
    },
  }
}
