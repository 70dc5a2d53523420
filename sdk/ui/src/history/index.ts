'use client'
/** Owns `<syncforge-history>`: the versions of a document, what has changed since, going back, a replay of the past, and who wrote what. */
import type { AuthoredRun, Replay, Room, Unsubscribe, Version, VersionComparison } from '@syncforge/client'
import { html, nothing, type PropertyDeclarations } from 'lit'
import type * as Y from 'yjs'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { plainText } from '../base/safe.ts'
import { theme } from '../base/theme.ts'
import { languageOf } from '../base/words.ts'
import { controls } from '../parts/controls.ts'
import { failureOf } from '../parts/failures.ts'
import { icon } from '../parts/icons.ts'
import { exactTime } from '../parts/times.ts'
import { historyStyle } from './style.ts'
import { authorsTemplate, changesTemplate, textsOf } from './texts.ts'
import { say, tag } from './words.ts'

type View = 'versions' | 'replay' | 'authors'
const views: readonly View[] = ['versions', 'replay', 'authors']

const hourMs = 3_600_000
const ranges = [
  ['lastHour', hourMs],
  ['lastDay', 24 * hourMs],
  ['lastWeek', 7 * 24 * hourMs],
] as const

const mostListed = 300
/** Between two moments of a replay that plays. */
const playEveryMs = 150

/**
 * The past of a document. Whoever may write names versions and goes back to one, after being asked; that is a new edit, so nothing is lost.
 *
 * @example <syncforge-history></syncforge-history>
 */
export class SyncForgeHistory extends RoomElement {
  static override styles = [theme, controls, historyStyle]
  static override properties: PropertyDeclarations = {
    document: {},
    view: { state: true },
    versions: { state: true },
    chosen: { state: true },
    changes: { state: true },
    isSure: { state: true },
    replay: { state: true },
    rangeMs: { state: true },
    moment: { state: true },
    text: { state: true },
    isPlaying: { state: true },
    blame: { state: true },
    access: { state: true },
    isOffline: { state: true },
    isBusy: { state: true },
    said: { state: true },
    failure: { state: true },
  }
  /** The name of the document; without it, the room's own. */
  declare document: string | null | undefined
  declare private view: View
  declare private versions: readonly Version[] | null
  declare private chosen: Version | null
  declare private changes: VersionComparison | null
  declare private isSure: boolean
  declare private replay: Replay | null
  declare private rangeMs: number
  declare private moment: number
  /** Of the moment. */
  declare private text: string
  declare private isPlaying: boolean
  declare private blame: { readonly [root: string]: readonly AuthoredRun[] } | null
  declare private access: string
  declare private isOffline: boolean
  declare private isBusy: boolean
  declare private said: string
  declare private failure: unknown
  #player: ReturnType<typeof setInterval> | undefined
  /** What was asked last: an answer that comes later than that of a newer question is not shown. */
  #asked = 0

  constructor() {
    super()
    this.view = 'versions'
    this.versions = null
    this.chosen = null
    this.changes = null
    this.isSure = false
    this.replay = null
    this.rangeMs = hourMs
    this.moment = 0
    this.text = ''
    this.isPlaying = false
    this.blame = null
    this.access = 'read'
    this.isOffline = false
    this.isBusy = false
    this.said = ''
    this.failure = null
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#pause()
  }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    this.versions = this.chosen = this.changes = this.replay = this.blame = null
    if (!room) return []
    let newest = 0
    return [
      // Versions that others make, or that the room makes itself, are told there.
      room.activity.subscribe((entries) => {
        const last = entries.find(({ kind }) => kind.startsWith('version.'))?.sequence ?? 0
        const isNew = last > newest
        newest = last
        if (isNew && this.view === 'versions' && !this.isBusy && this.versions) this.#load()
      }),
      room.access.subscribe((access) => {
        this.access = access
      }),
      room.status.subscribe((status) => {
        const wasOffline = this.isOffline
        this.isOffline = status !== 'connected'
        if (!this.isOffline && (wasOffline || this.versions === null)) this.#load()
      }),
    ]
  }

  get #document(): string | undefined {
    return this.document || undefined
  }
  get #mayWrite(): boolean {
    return this.access === 'write' || this.access === 'moderate'
  }

  /** Asks the room; `take` is called when nothing newer was asked meanwhile. */
  async #ask<T>(work: (room: Room) => Promise<T>, take: (answer: T) => void): Promise<void> {
    const room = this.current
    if (!room) return
    this.#asked += 1
    const ticket = this.#asked
    this.isBusy = true
    this.failure = null
    this.said = ''
    try {
      const answer = await work(room)
      if (ticket === this.#asked) take(answer)
    } catch (error) {
      if (ticket !== this.#asked) return
      this.failure = error
      this.tell('syncforge-error', { error })
    } finally {
      if (ticket === this.#asked) this.isBusy = false
    }
  }
  #load = (): void => {
    const document = this.#document
    if (this.view === 'versions')
      void this.#ask(
        ({ versions }) => versions.list(document),
        (versions) => {
          this.versions = versions
        },
      )
    else if (this.view === 'authors')
      void this.#ask(
        async (room) => {
          // What was just written here counts too.
          await room.flush()
          return room.history.blame(document)
        },
        (blame) => {
          this.blame = blame
        },
      )
    else this.#loadReplay()
  }
  #loadReplay(): void {
    const document = this.#document
    const from = Date.now() - this.rangeMs
    void this.#ask(
      async (room) => {
        await room.flush()
        return room.history.replay({ from, ...(document === undefined ? {} : { document }) })
      },
      (replay) => {
        this.replay = replay
        this.#seek(replay.moments.length - 1)
      },
    )
  }
  #show(view: View): void {
    this.#pause()
    this.view = view
    this.#load()
  }

  #choose(version: Version): void {
    this.isSure = false
    this.chosen = version
    this.changes = null
    void this.#ask(
      ({ versions }) => versions.compare(version.id),
      (changes) => {
        this.changes = changes
      },
    )
  }
  #nameOf({ name, kind }: Version): string {
    return plainText(name) || say(this, kind === 'named' ? 'nameless' : 'automatic')
  }
  #restore(version: Version): void {
    if (!this.tell('syncforge-restore', { version })) return
    void this.#ask(
      async ({ versions }) => {
        await versions.restore(version.id)
        return versions.list(this.#document)
      },
      (versions) => {
        this.versions = versions
        this.chosen = this.changes = null
        this.isSure = false
        this.said = say(this, 'restored', { name: this.#nameOf(version) })
      },
    )
  }
  #save(event: SubmitEvent): void {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const name = plainText(new FormData(form).get('name'))
    if (!name) return
    void this.#ask(
      async (room) => {
        await room.flush()
        await room.versions.create(name, this.#document)
        return room.versions.list(this.#document)
      },
      (versions) => {
        form.reset()
        this.versions = versions
        this.said = say(this, 'saved', { name })
      },
    )
  }

  #seek(moment: number): void {
    const { replay } = this
    this.moment = Math.max(0, moment)
    const at = replay?.moments[this.moment]?.at
    if (!replay || at === undefined) return
    const doc: Y.Doc = replay.at(at)
    this.text = textsOf(doc)
    this.tell('syncforge-moment', { at, doc })
  }
  #play = (): void => {
    if (this.isPlaying) return this.#pause()
    const last = (this.replay?.moments.length ?? 0) - 1
    if (this.moment >= last) this.#seek(0)
    this.isPlaying = true
    this.#player = setInterval(() => {
      if (this.moment >= last) this.#pause()
      else this.#seek(this.moment + 1)
    }, playEveryMs)
  }
  #pause(): void {
    clearInterval(this.#player)
    this.isPlaying = false
  }

  #versions() {
    const { versions, chosen, changes } = this
    const language = languageOf(this)
    const row = (version: Version) => {
      const time = exactTime(version.at, language)
      const name = version.by && plainText(version.by.name, 40)
      return html`<li><button type="button" class="version" part="version" aria-pressed=${chosen?.id === version.id} @click=${() => this.#choose(version)}>
        <bdi class=${version.kind}>${this.#nameOf(version)}</bdi>
        <span class="facts">${name ? say(this, 'by', { time, name }) : time}</span>
      </button></li>`
    }
    const form = html`<form @submit=${this.#save}>
      <input class="field" name="name" maxlength="80" autocomplete="off" aria-label=${say(this, 'name')} placeholder=${say(this, 'name')} />
      <button class="button" part="button" ?disabled=${this.isBusy}>${say(this, 'save')}</button>
    </form>`
    return html`${this.#mayWrite ? form : nothing}
      ${versions?.length === 0 ? html`<p class="note" part="note">${say(this, 'empty')}</p>` : nothing}
      <ol class="versions" role="list" part="versions" aria-label=${say(this, 'versions')} aria-busy=${this.isBusy}>${versions?.slice(0, mostListed).map(row)}</ol>
      ${chosen ? html`${this.#mayWrite ? this.#restoring(chosen) : nothing}${changes ? changesTemplate(this, changes.texts) : nothing}` : nothing}`
  }
  #restoring(version: Version) {
    const set = (isSure: boolean) => () => {
      this.isSure = isSure
    }
    if (!this.isSure)
      return html`<div><button type="button" class="button" part="button restore" @click=${set(true)}>${say(this, 'restore')}</button></div>`
    return html`<div class="sure" role="alertdialog" aria-label=${say(this, 'restore')} aria-describedby="sure">
      <p id="sure">${say(this, 'restoreSure', { name: this.#nameOf(version) })}</p>
      <div class="row">
        <button type="button" class="button primary" part="button" ?disabled=${this.isBusy} @click=${() => this.#restore(version)}>${say(this, 'confirm')}</button>
        <button type="button" class="quiet" part="button" @click=${set(false)}>${say(this, 'cancel')}</button>
      </div>
    </div>`
  }

  #replay() {
    const { replay, moment } = this
    const language = languageOf(this)
    const range = html`<div class="row" role="group" aria-label=${say(this, 'range')}>${ranges.map(
      ([word, ms]) =>
        html`<button type="button" class="button" aria-pressed=${this.rangeMs === ms} @click=${() => {
          this.#pause()
          this.rangeMs = ms
          this.#loadReplay()
        }}>${say(this, word)}</button>`,
    )}</div>`
    const at = replay?.moments[moment]
    if (!replay || !at) return html`${range}${replay ? html`<p class="note">${say(this, 'emptyReplay')}</p>` : nothing}`
    const time = exactTime(at.at, language)
    const names = new Intl.ListFormat(language).format(
      at.authors.map(({ name, userId }) => plainText(name || userId, 40)),
    )
    const said = names ? say(this, 'by', { time, name: names }) : time
    const word = this.isPlaying ? 'pause' : 'play'
    return html`${range}
      <div class="row">
        <button type="button" class="icon" part="play" title=${say(this, word)} aria-label=${say(this, word)} @click=${this.#play}>${icon(word)}</button>
        <input
          type="range"
          part="slider"
          min="0"
          max=${replay.moments.length - 1}
          .value=${String(moment)}
          aria-label=${say(this, 'moment')}
          aria-valuetext=${said}
          @input=${(event: Event) => {
            this.#pause()
            this.#seek(Number((event.target as HTMLInputElement).value))
          }}
        />
      </div>
      <p class="note" part="note">${said}</p>
      <div class="text" part="text" dir="auto">${this.text}</div>`
  }

  override render(): unknown {
    const { view, failure, isOffline, blame } = this
    const refused = failure ? failureOf(failure) : null
    const isLoading = this.isBusy && { versions: this.versions, replay: this.replay, authors: blame }[view] === null
    const note = isOffline ? say(this, 'offline') : isLoading ? say(this, 'loading') : this.said
    return html`<div class="views" role="group" aria-label=${say(this, 'views')}>${views.map(
      (each) =>
        html`<button type="button" class="button" part="view" aria-pressed=${each === view} @click=${() => this.#show(each)}>${say(this, each)}</button>`,
    )}</div>
      <p class="note" part="note" role="status">${note}</p>
      <p class="refusal" part="error" role="alert">${refused ? say(this, refused.word, { reason: refused.reason }) : ''}</p>
      ${refused ? html`<div><button type="button" class="button" @click=${this.#load}>${say(this, 'retry')}</button></div>` : nothing}
      ${view === 'versions' ? this.#versions() : view === 'replay' ? this.#replay() : blame ? authorsTemplate(this, blame) : nothing}`
  }
}

define(tag, SyncForgeHistory)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeHistory
  }
  interface GlobalEventHandlersEventMap {
    /** Somebody is about to go back; prevented, nothing happens. */
    'syncforge-restore': CustomEvent<{ readonly version: Version }>
    /** The replay stands at this moment: `doc` is the document as it was, for the app's own editor. */
    'syncforge-moment': CustomEvent<{ readonly at: number; readonly doc: Y.Doc }>
  }
}
