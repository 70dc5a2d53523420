'use client'
/** Owns `<syncforge-cursors>`: what is inside of it, with everybody's cursors above. */
import type { Cursor, Room, Unsubscribe } from '@syncforge/client'
import { css, html, type PropertyDeclarations, type PropertyValues } from 'lit'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { personColors, theme } from '../base/theme.ts'
import { createCrowd } from './crowd.ts'
import { type CursorLayer, type Cursors, createCursor, createCursorLayer, type Projection } from './layer.ts'
import { type LocalPoint, type PointerWatch, watchPointer } from './pointer.ts'

const tag = 'syncforge-cursors'

/** What a canvas shows: its point `x`, `y` is at the left upper corner, and one of its units takes `scale` pixels. */
export interface CanvasView {
  readonly x: number
  readonly y: number
  readonly scale: number
}

const idleAfterMs = 8_000
const sweepMs = 1_000
/** From so many on they are drawn as a crowd, and by elements again once they are fewer than the second. */
const crowd = { from: 60, below: 45 }

/**
 * Shows where everybody points in what is inside of it, and tells the others where I do. Points are shares of its own width and height, so
 * that it may have another size at everybody's; with `unit="pixels"` they are its pixels, with `view` the units of a canvas that moves and zooms.
 *
 * @example <syncforge-cursors><article>…</article></syncforge-cursors>
 */
export class SyncForgeCursors extends RoomElement {
  static override styles = [
    theme,
    personColors,
    css`
      :host {
        display: block;
        position: relative;
      }
      .layer {
        position: absolute;
        inset: 0;
        overflow: clip;
        pointer-events: none;
        z-index: var(--syncforge-layer, 1000);
      }
      .cursor {
        position: absolute;
        left: 0;
        top: 0;
        inline-size: 0;
        block-size: 0;
        contain: layout style;
        direction: ltr;
      }
      .crowd {
        position: absolute;
        left: 0;
        top: 0;
      }
      svg {
        position: absolute;
        left: -2px;
        top: -1.5px;
        inline-size: var(--syncforge-cursor-size, 20px);
        fill: var(--_person);
        /* In both themes: a dark colour is seen on a dark page. */
        stroke: #ffffff;
        stroke-width: 1.5;
        stroke-linejoin: round;
      }
      bdi {
        position: absolute;
        left: 14px;
        top: 18px;
        max-inline-size: 18ch;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        padding: 1px 7px;
        border-radius: 999px;
        background: var(--_person);
        color: var(--_on-person);
        font-size: 0.86em;
        font-weight: 500;
      }
    `,
  ]
  static override properties: PropertyDeclarations = {
    unit: { type: String },
    anchor: { type: String },
    silent: { type: Boolean },
    view: { attribute: false },
    idleAfterMs: { type: Number, attribute: 'idle-after-ms' },
  }
  /** What points are counted in: `share` (the default) or `pixels`. */
  declare unit: 'share' | 'pixels' | null | undefined
  /** Which page or part of the app this is: only the cursors of those who look at the same one are shown. */
  declare anchor: string | null | undefined
  /** Tells nobody where I point. */
  declare silent: boolean | null | undefined
  /** Which part of a canvas is seen: set it whenever that moves or zooms. */
  declare view: CanvasView | null | undefined
  /** A cursor that rests for so many milliseconds fades. Default 8,000. */
  declare idleAfterMs: number | null | undefined
  readonly #place = (): HTMLElement | null => this.renderRoot?.querySelector<HTMLElement>('.layer') ?? null
  readonly #few = createCursorLayer(this.#place)
  readonly #crowd = createCrowd(this.#place, (cursor) => createCursor(cursor, this.#place()))
  #layer: CursorLayer = this.#few
  #pointer: PointerWatch | null = null
  #cursors: Cursors = new Map()
  #size = { width: 1, height: 1 }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    this.#layer.clear()
    if (!room) return []
    const sizes = new ResizeObserver(() => {
      // The box in its own pixels, as the pointer's: a border is none of it.
      this.#size = { width: this.clientWidth || 1, height: this.clientHeight || 1 }
      this.#layer.project(this.#projection())
    })
    sizes.observe(this)
    const pointer = watchPointer(this, (point) => {
      if (!this.silent) room.cursors.update(point && this.#toRoom(point))
    })
    this.#pointer = pointer
    return [this.#watch(room), pointer.stop, () => sizes.disconnect(), () => this.#layer.clear()]
  }

  /** Smoothly, unless the person wants no motion: that may change at any time. */
  #watch(room: Room): Unsubscribe {
    const calm = matchMedia('(prefers-reduced-motion: reduce)')
    const start = () =>
      calm.matches
        ? this.#watchCalmly(room)
        : room.cursors.subscribeSmooth((cursors) => this.#draw(cursors), { idleAfterMs: this.idleAfterMs ?? undefined })
    let stop = start()
    const restart = () => {
      stop()
      stop = start()
    }
    calm.addEventListener('change', restart)
    return () => {
      calm.removeEventListener('change', restart)
      stop()
    }
  }

  #watchCalmly(room: Room): Unsubscribe {
    /** When each was last heard of, on this side's clock. */
    const heard = new WeakMap<Cursor, number>()
    const sweep = () => {
      const now = performance.now()
      const isFresh = ([, cursor]: readonly [string, Cursor]) => {
        const at = heard.get(cursor) ?? now
        heard.set(cursor, at)
        return now - at < (this.idleAfterMs ?? idleAfterMs)
      }
      this.#draw(new Map([...room.cursors.get()].filter(isFresh)))
    }
    const timer = setInterval(sweep, sweepMs)
    const stop = room.cursors.subscribe(sweep)
    return () => {
      clearInterval(timer)
      stop()
    }
  }

  #draw(cursors: Cursors): void {
    this.#cursors = cursors
    if (!this.hasUpdated) return
    const isCrowd = cursors.size >= (this.#layer === this.#crowd ? crowd.below : crowd.from)
    const layer = isCrowd ? this.#crowd : this.#few
    if (layer !== this.#layer) {
      this.#layer.clear()
      this.#layer = layer
      layer.project(this.#projection())
    }
    layer.draw(cursors, this.anchor ?? '')
  }

  #projection(): Projection {
    const { view } = this
    const { width, height } = this.#size
    if (view) return ({ x, y }) => ({ x: (x - view.x) * view.scale, y: (y - view.y) * view.scale })
    return this.unit === 'pixels' ? ({ x, y }) => ({ x, y }) : ({ x, y }) => ({ x: x * width, y: y * height })
  }

  #toRoom({ x, y }: LocalPoint): Pick<Cursor, 'x' | 'y' | 'anchor'> {
    const { view, anchor } = this
    const { width, height } = this.#size
    const named = anchor ? { anchor } : {}
    if (view) return { x: x / view.scale + view.x, y: y / view.scale + view.y, ...named }
    return this.unit === 'pixels' ? { x, y, ...named } : { x: x / width, y: y / height, ...named }
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed)
    // The pointer rests, and the canvas has moved under it.
    if (changed.has('view')) this.#pointer?.again()
    this.#layer.project(this.#projection())
    this.#draw(this.#cursors)
  }

  override render(): unknown {
    return html`<slot></slot><div class="layer" part="layer" aria-hidden="true"></div>`
  }
}

define(tag, SyncForgeCursors)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeCursors
  }
}
