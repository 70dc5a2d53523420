'use client'
/**
 * Owns `<syncforge-devtools>`: a look into the room for whoever builds the app. It listens to the page's connections from its own side, so
 * that the client carries nothing for it; an app leaves it out of what it ships.
 */
import type { Room, Unsubscribe } from '@syncforge/client'
import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { personColors, theme } from '../base/theme.ts'
import { createRecord, type RecordedFrame } from './record.ts'
import { toolsStyle } from './style.ts'
import type { Unfolded } from './tree.ts'
import { documentsView, type FramesState, framesView, networkView, peopleView } from './views.ts'
import { tapWire, type Weather, type Wire } from './wire.ts'
import { type Say, say, tag } from './words.ts'

const tabs = ['people', 'documents', 'frames', 'network'] as const
type Tab = (typeof tabs)[number]

const drawEveryMs = 250
const calm: Weather = { offline: false, delayMs: 0, loss: 0 }

/**
 * People and their presence, documents as trees, the frames of the wire, round trips, what waits for an answer; and a network that is slow, loses
 * messages or is not there. It hears of a connection that was open before it from the next message on; what the network does to it counts from
 * its next connection.
 *
 * @example <syncforge-devtools></syncforge-devtools>
 */
export class SyncForgeDevtools extends RoomElement {
  static override styles = [theme, personColors, toolsStyle]
  static override properties: PropertyDeclarations = {
    open: { type: Boolean },
    tab: { state: true },
    weather: { state: true },
    framesState: { state: true },
  }
  /** Whether the panel is shown. */
  declare open: boolean | null | undefined
  declare private tab: Tab
  declare private weather: Weather
  declare private framesState: FramesState
  #wire: Wire | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #paused: readonly RecordedFrame[] = []
  readonly #record = createRecord(() => this.#drawSoon())
  readonly #say: Say = (name, values) => say(this, name, values)
  readonly #opened = new Set<string>()
  readonly #paths = new Set<string>()
  readonly #unfolded: Unfolded = {
    has: (path) => this.#paths.has(path),
    toggle: (path, isOpen) => {
      if (isOpen === this.#paths.has(path)) return
      if (isOpen) this.#paths.add(path)
      else this.#paths.delete(path)
      this.requestUpdate()
    },
  }

  constructor() {
    super()
    this.tab = 'people'
    this.weather = calm
    this.framesState = { filter: '', isPaused: false }
  }

  /** Makes the network worse, or with `{}` as it was: `offline`, `delayMs` (each way), `loss` (a share of messages). */
  simulate({ offline = false, delayMs = 0, loss = 0 }: Partial<Weather>): void {
    const wasOffline = this.weather.offline
    this.weather = { offline, delayMs, loss }
    if (offline) this.#wire?.cut()
    // Clients try again at once when the network says that it is back.
    else if (wasOffline) dispatchEvent(new Event('online'))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#wire = tapWire(this.#record, () => this.weather)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#wire?.stop()
    this.#wire = null
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    const draw = () => this.#drawSoon()
    this.requestUpdate()
    return room ? [room.presence.subscribe(draw), room.status.subscribe(draw), room.sync.subscribe(draw)] : []
  }

  #drawSoon(): void {
    if (!this.open || !this.isConnected) return
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.requestUpdate()
    }, drawEveryMs)
  }

  #changeFrames(state: Partial<FramesState>): void {
    if (state.isPaused) this.#paused = [...this.#record.frames()]
    this.framesState = { ...this.framesState, ...state }
  }

  #openDocument(room: Room, name: string): void {
    try {
      room.getDocument(name)
      this.#opened.add(name)
      this.#paths.add(`document ${name}`)
    } catch {
      // A name that no document may have.
    }
    this.requestUpdate()
  }

  #view(): TemplateResult {
    const room = this.current
    if (this.tab === 'network') {
      const change = (weather: Partial<Weather>) => this.simulate({ ...this.weather, ...weather })
      const waits = this.#wire?.bufferedBytes() ?? 0
      return networkView(this.#say, room, this.#record, this.weather, waits, change, () => this.#wire?.cut())
    }
    if (this.tab === 'frames') {
      const frames = this.framesState.isPaused ? this.#paused : this.#record.frames()
      return framesView(
        this.#say,
        frames,
        this.framesState,
        (state) => this.#changeFrames(state),
        () => {
          this.#paused = []
          this.#record.clear()
        },
      )
    }
    if (!room) return html`<p class="faint">${say(this, 'noRoom')}</p>`
    if (this.tab === 'people') return peopleView(this.#say, room)
    const names = [...new Set([...this.#record.documents(room.id), ...this.#opened])]
    return documentsView(this.#say, room, names, this.#unfolded, (name) => this.#openDocument(room, name))
  }

  #step(event: KeyboardEvent): void {
    const key = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!key) return
    const by = getComputedStyle(this).direction === 'rtl' ? -key : key
    this.tab = tabs[(tabs.indexOf(this.tab) + by + tabs.length) % tabs.length] as Tab
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus())
  }

  override render(): unknown {
    if (!this.open) {
      return html`<button type="button" class="opener" part="opener" aria-expanded="false" @click=${() => {
        this.open = true
      }}>${say(this, 'opener')}</button>`
    }
    const isWorse = this.weather.offline || this.weather.delayMs > 0 || this.weather.loss > 0
    return html`<section class="panel" part="panel" aria-label=${say(this, 'title')}>
      <div class="bar" part="bar">
        <div role="tablist" aria-label=${say(this, 'views')} @keydown=${(event: KeyboardEvent) => this.#step(event)}>
          ${tabs.map(
            (tab) => html`<button type="button" role="tab" id=${`tab-${tab}`} aria-controls="view"
              aria-selected=${tab === this.tab ? 'true' : 'false'} tabindex=${tab === this.tab ? 0 : -1}
              @click=${() => {
                this.tab = tab
              }}>${say(this, tab)}</button>`,
          )}
        </div>
        ${isWorse ? html`<span class="warn" role="status">${say(this, 'simulated')}</span>` : nothing}
        <button type="button" aria-label=${say(this, 'close')} @click=${() => {
          this.open = false
        }}>✕</button>
      </div>
      <div class="view" id="view" role="tabpanel" aria-labelledby=${`tab-${this.tab}`} tabindex="0">${this.#view()}</div>
    </section>`
  }
}

define(tag, SyncForgeDevtools)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeDevtools
  }
}
