'use client'
/** Owns `<syncforge-pins>`: threads as pins on a page. They stay with the element or point that they belong to, and new ones are set by pointer or keys. */
import type { CommentThread, Room, Unsubscribe } from '@syncforge/client'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { place } from '../base/place.ts'
import { nameOf, plainText } from '../base/safe.ts'
import { personColors, theme } from '../base/theme.ts'
import { speaker } from '../base/words.ts'
import type { Suggest } from '../composer/suggestions.ts'
import { controls } from '../parts/controls.ts'
import { face, faceStyle } from '../parts/face.ts'
import { icon } from '../parts/icons.ts'
import '../thread/index.ts'
import { pinsStyle } from './style.ts'
import { anchorAt, elementOf, isPinned, pointIn, pointOf, type Spot, spotOf } from './where.ts'

const tag = 'syncforge-pins'

const say = speaker(tag, {
  pins: 'Comments on this page',
  pin: '{name}: {text}',
  unread: { one: '{count} new', other: '{count} new' },
  place: 'Comment on the page',
  hint: 'Press where the comment belongs, or move with the arrow keys and press Enter. Escape gives up.',
  draft: 'New comment',
})

/** A step of an arrow key in pixels; with Shift, a finer one. */
const stepPx = 24
const fineStepPx = 4

interface Draft {
  readonly element: Element
  readonly anchorId: string | null
  readonly point: Spot
}

/**
 * Pins for the threads that belong to elements, or to points in them. An app marks elements with `data-syncforge-anchor="name"`, or they are found by
 * their ids; points without an element lie on the surface itself.
 *
 * @example <div id="canvas">…</div><syncforge-pins for="canvas"></syncforge-pins>
 */
export class SyncForgePins extends RoomElement {
  static override styles = [theme, personColors, controls, faceStyle, pinsStyle]
  static override properties: PropertyDeclarations = {
    for: {},
    suggest: { attribute: false },
    threads: { state: true },
    access: { state: true },
    opened: { state: true },
    draft: { state: true },
    cross: { state: true },
  }
  /** The id of the surface; without it, the element around. */
  declare for: string | null | undefined
  /** Whom an @ offers; without it the people of the room. */
  declare suggest: Suggest | null | undefined
  declare private threads: readonly CommentThread[]
  declare private access: string
  /** The thread whose card is shown. */
  declare private opened: string | null
  declare private draft: Draft | null
  /** Where in the window a new pin would be set; `null`: none is. */
  declare private cross: Spot | null
  #frame = 0
  #sizes: ResizeObserver | null = null
  #changes: MutationObserver | null = null

  constructor() {
    super()
    this.threads = []
    this.access = 'read'
    this.opened = null
    this.draft = null
    this.cross = null
  }

  get #surface(): Element {
    const named = this.for ? (this.getRootNode() as Document | ShadowRoot).getElementById(this.for) : null
    return named ?? this.parentElement ?? document.body
  }

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('scroll', this.#soon, { capture: true, passive: true })
    addEventListener('resize', this.#soon)
    this.#sizes = new ResizeObserver(this.#soon)
    this.#sizes.observe(this.#surface)
    // Elements come, go and move without a change of size.
    this.#changes = new MutationObserver(this.#soon)
    this.#changes.observe(this.#surface, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['style', 'class', 'hidden'],
    })
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('scroll', this.#soon, { capture: true })
    removeEventListener('resize', this.#soon)
    this.#sizes?.disconnect()
    this.#changes?.disconnect()
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    this.threads = []
    if (!room) return []
    return [
      room.comments.subscribe((threads) => {
        this.threads = threads.filter(isPinned)
      }),
      room.access.subscribe((access) => {
        this.access = access
        if (access === 'read') this.cross = null
      }),
    ]
  }

  /** Shows the card of a thread. */
  open(threadId: string): void {
    this.draft = null
    this.opened = threadId
  }

  #soon = (): void => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.#move()
    })
  }
  /** Writes places by itself, without a rendering: it happens in every frame of a scroll. */
  #move(): void {
    for (const pin of this.renderRoot.querySelectorAll<HTMLElement>('.pin')) {
      const thread = this.threads.find(({ id }) => id === pin.dataset.thread)
      const spot = thread ? this.#spotOf(thread) : null
      pin.classList.toggle('away', spot === null)
      if (spot) pin.style.translate = `${Math.round(spot.x)}px ${Math.round(spot.y)}px`
    }
    this.#placeCard()
  }
  #spotOf(thread: CommentThread): Spot | null {
    const element = thread.anchorId ? elementOf(this.#surface, thread.anchorId) : this.#surface
    return element ? spotOf(element, pointOf(thread)) : null
  }
  #placeCard(): void {
    const card = this.renderRoot.querySelector<HTMLElement>('.card')
    if (!card?.matches(':popover-open')) return
    const thread = this.threads.find(({ id }) => id === this.opened)
    const spot = this.draft ? spotOf(this.draft.element, this.draft.point) : thread ? this.#spotOf(thread) : null
    if (spot) place(card, new DOMRect(spot.x, spot.y - 32, 32, 32))
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    const thread = this.querySelector<HTMLElementTagNameMap['syncforge-thread']>(':scope > syncforge-thread')
    const composer = this.querySelector<HTMLElementTagNameMap['syncforge-composer']>(':scope > syncforge-composer')
    if (thread && thread.threadId !== this.opened) thread.remove()
    if (this.opened && thread?.threadId !== this.opened) {
      const made = document.createElement('syncforge-thread')
      made.slot = 'card'
      made.threadId = this.opened
      made.room = this.current
      made.suggest = this.suggest
      this.append(made)
    }
    if (composer && !this.draft) composer.remove()
    if (this.draft && !composer) this.#beginDraft(this.draft)
  }
  protected override updated(changed: PropertyValues): void {
    this.#move()
    const card = this.renderRoot.querySelector<HTMLElement>('.card')
    const wants = this.opened !== null || this.draft !== null
    if (card && wants !== card.matches(':popover-open')) card.togglePopover(wants)
    if (wants) this.#placeCard()
    if (changed.has('cross') && this.cross && changed.get('cross') === null)
      this.renderRoot.querySelector<HTMLElement>('.shield')?.focus()
    if (changed.has('draft') && this.draft) this.querySelector<HTMLElement>(':scope > syncforge-composer')?.focus()
  }

  #beginDraft({ anchorId, point }: Draft): void {
    const composer = document.createElement('syncforge-composer')
    composer.slot = 'card'
    composer.room = this.current
    composer.anchorId = anchorId
    composer.anchor = point
    composer.suggest = this.suggest
    composer.cancelable = true
    composer.label = say(this, 'draft')
    composer.addEventListener('syncforge-sent', ({ detail }) => {
      this.draft = null
      this.opened = detail.threadId
    })
    composer.addEventListener('syncforge-cancel', () => this.#close())
    this.append(composer)
  }
  #close(): void {
    const was = this.opened
    this.opened = null
    this.draft = null
    const pin = was ? this.renderRoot.querySelector<HTMLElement>(`.pin[data-thread="${was}"]`) : null
    ;(pin ?? this.renderRoot.querySelector<HTMLElement>('.place'))?.focus()
  }
  #toggled(event: ToggleEvent): void {
    // By a press outside, or Escape.
    if (event.newState === 'closed' && (this.opened || this.draft)) this.#close()
  }

  #beginPlacing(): void {
    this.opened = this.draft = null
    const box = this.#surface.getBoundingClientRect()
    const middle = (from: number, to: number, most: number) => (Math.max(from, 0) + Math.min(to, most)) / 2
    this.cross = { x: middle(box.left, box.right, innerWidth), y: middle(box.top, box.bottom, innerHeight) }
  }
  #moveCross(event: KeyboardEvent): void {
    const cross = this.cross
    if (!cross) return
    const step = event.shiftKey ? fineStepPx : stepPx
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    }
    const [x, y] = steps[event.key] ?? [0, 0]
    if (event.key === 'Enter' || event.key === ' ') this.#set(cross)
    else if (event.key === 'Escape') {
      this.cross = null
      this.#close()
    } else if (x !== 0 || y !== 0)
      this.cross = {
        x: Math.min(innerWidth - 1, Math.max(0, cross.x + x)),
        y: Math.min(innerHeight - 1, Math.max(0, cross.y + y)),
      }
    else return
    event.preventDefault()
  }
  #set(spot: Spot): void {
    const found = anchorAt(this.#surface, spot)
    if (!found) return
    this.cross = null
    this.draft = { ...found, point: pointIn(found.element, spot) }
  }

  #pin(thread: CommentThread) {
    const name = nameOf(thread.author as Parameters<typeof nameOf>[0])
    const unread = thread.unread > 0 ? `, ${say(this, 'unread', { count: thread.unread })}` : ''
    return html`<button
      type="button"
      class="pin"
      part="pin"
      data-thread=${thread.id}
      aria-expanded=${this.opened === thread.id}
      aria-label=${`${say(this, 'pin', { name, text: plainText(thread.text, 60) })}${unread}`}
      @click=${() => this.open(thread.id)}
    >${face(thread.author)}${unread ? html`<span class="dot" part="unread"></span>` : nothing}</button>`
  }

  override render(): unknown {
    const { cross } = this
    const mayPlace = this.current !== null && this.access !== 'read'
    return html`<div class="layer" part="layer" role="group" aria-label=${say(this, 'pins')}>
        ${
          cross
            ? html`<div
                class="shield"
                tabindex="0"
                role="application"
                aria-label=${say(this, 'hint')}
                @keydown=${this.#moveCross}
                @pointermove=${(event: PointerEvent) => {
                  this.cross = { x: event.clientX, y: event.clientY }
                }}
                @click=${(event: MouseEvent) => this.#set({ x: event.clientX, y: event.clientY })}
              ></div>
              <div class="cross" part="cross" .style=${`translate: ${cross.x}px ${cross.y}px`}></div>
              <p class="hint" part="hint" aria-hidden="true">${say(this, 'hint')}</p>`
            : nothing
        }
        ${repeat(
          this.threads,
          ({ id }) => id,
          (thread) => this.#pin(thread),
        )}
      </div>
      ${mayPlace && !cross ? html`<button type="button" class="button place" part="place" @click=${this.#beginPlacing}>${icon('pin')} ${say(this, 'place')}</button>` : nothing}
      <div class="card" part="card" popover @toggle=${this.#toggled}><slot name="card"></slot></div>`
  }
}

define(tag, SyncForgePins)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgePins
  }
}
