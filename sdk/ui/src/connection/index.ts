'use client'
/** Owns `<syncforge-connection>`: whether I am connected, and whether what I wrote is kept. */
import type { RefusedEdits, Room, Status, SyncStatus, Unsubscribe } from '@syncforge/client'
import { css, html, nothing, type PropertyDeclarations } from 'lit'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { theme } from '../base/theme.ts'
import { speaker } from '../base/words.ts'

const tag = 'syncforge-connection'

const say = speaker(tag, {
  connecting: 'Connecting…',
  saving: 'Saving…',
  saved: 'Saved',
  offline: 'Offline. What you write is kept and sent when you are back.',
  refused: { one: 'Something you wrote was not taken.', other: 'Some of what you wrote was not taken.' },
  retry: 'Try again',
  disconnected: 'Not connected',
})

/** What it can show, in words of its own. */
export type ConnectionState = 'connecting' | 'saving' | 'saved' | 'offline' | 'refused' | 'disconnected'

const states: readonly ConnectionState[] = ['connecting', 'saving', 'saved', 'offline', 'refused', 'disconnected']
/** What is worth interrupting somebody who hears the page instead of seeing it. */
const spoken: ReadonlySet<ConnectionState> = new Set(['offline', 'refused', 'disconnected'])
/** What is saved sooner than this shows no sign of it. */
const shortMs = 300
/** Who comes back without a network is offline rather than about to be there. */
const patienceMs = 4_000

const stateOf = (status: Status, sync: SyncStatus): ConnectionState => {
  if (status === 'connecting' || status === 'disconnected') return status
  if (status === 'reconnecting' || sync === 'offline') return 'offline'
  return sync === 'synchronizing' ? 'saving' : sync
}

/**
 * The state of the connection and of saving. A change for the worse, and its end, is also said to screen readers.
 *
 * @example <syncforge-connection></syncforge-connection>
 */
export class SyncForgeConnection extends RoomElement {
  static override styles = [
    theme,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 0.5em;
        color: var(--_faint);
      }
      .dot {
        flex: none;
        inline-size: 0.6em;
        block-size: 0.6em;
        border-radius: 50%;
        background: var(--_faint);
      }
      :host(:state(saved)) .dot {
        background: var(--_good);
      }
      :host(:state(saving)) .dot,
      :host(:state(connecting)) .dot {
        background: var(--_accent);
        animation: pulse 1.2s ease-in-out infinite alternate;
      }
      :host(:state(offline)) .dot {
        background: var(--_warn);
      }
      :host(:state(refused)) .dot,
      :host(:state(disconnected)) .dot {
        background: var(--_bad);
      }
      @keyframes pulse {
        to {
          opacity: 0.35;
        }
      }
      button {
        padding: 0;
        border: 0;
        background: none;
        color: var(--_accent);
        text-decoration: underline;
      }
    `,
  ]
  static override properties: PropertyDeclarations = { state: { state: true }, refused: { state: true } }
  declare private state: ConnectionState
  declare private refused: readonly RefusedEdits[]
  #late: ReturnType<typeof setTimeout> | undefined
  /** Said to screen readers: of what is well only that it is well again. */
  #announced: ConnectionState | null = null

  constructor() {
    super()
    this.refused = []
    this.#turn('connecting')
  }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    if (!room) {
      this.#turn('connecting')
      return []
    }
    const turned = () => {
      const next = stateOf(room.status.get(), room.sync.get())
      if (next === 'connecting' && this.state === 'offline') return
      clearTimeout(this.#late)
      if (next === 'saving' && this.state === 'saved') this.#late = setTimeout(() => this.#turn(next), shortMs)
      else this.#turn(next)
      if (next === 'connecting') this.#late = setTimeout(() => this.#turn('offline'), patienceMs)
    }
    return [
      room.status.subscribe(turned),
      room.sync.subscribe(turned),
      room.refused.subscribe((refused) => {
        this.refused = refused
      }),
      () => clearTimeout(this.#late),
    ]
  }

  #turn(state: ConnectionState): void {
    const isWell = this.#announced !== null && state === 'saved'
    if (spoken.has(state) || isWell) this.#announced = state
    this.state = state
    for (const each of states) this.setState(each, each === state)
  }

  override render(): unknown {
    const count = this.refused.length
    const retry = html`<button type="button" part="retry" @click=${() => this.refused.map((edits) => edits.retry())}>${say(this, 'retry')}</button>`
    return html`<span class="dot" part="dot ${this.state}" aria-hidden="true"></span>
      <span part="text">${say(this, this.state, { count })}</span>${count > 0 ? retry : nothing}
      <span class="spoken" role="status">${this.#announced ? say(this, this.#announced, { count }) : ''}</span>`
  }
}

define(tag, SyncForgeConnection)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeConnection
  }
}
