'use client'
/**
 * Owns `<syncforge-history>`: the versions of a document, what has changed since, going back, a replay of the past, and who wrote what.
 *
 * HI1  A version that the room tells of is listed, also when it is made while the room is being asked for something.
 */
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
import { exactTime } from '../parts/times.ts'
import { firstRangeMs, replayTemplate } from './replay.ts'
import { historyStyle } from './style.ts'
import { authorsTemplate, changesTemplate, textsOf } from './texts.ts'
import { say, tag } from './words.ts'

type View = 'versions' | 'replay' | 'authors'
const views: readonly View[] = ['versions', 'replay', 'authors']

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
  /** A version was told of since the list was asked for. */
  #isOutdated = false

  constructor() {
    super()
    this.view = 'versions'
    this.versions = null
    this.chosen = null
    this.changes = null
    this.isSure = false
    this.replay = null
    this.rangeMs = firstRangeMs
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
        if (isNew) this.#isOutdated = true
        this.#loadOutdated()
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

  /**
   * Asks the room; `take` is called when nothing newer was asked meanwhile, else it resolves with `true`. `isQuiet`: what is said of something else
   * goes on standing there.
   */
  async #ask<T>(
    work: (room: Room) => Promise<T>,
    take: (answer: T) => void,
    { isQuiet = false }: { readonly isQuiet?: boolean } = {},
  ): Promise<boolean> {
    const room = this.current
    if (!room) return false
    this.#asked += 1
    const ticket = this.#asked
    this.isBusy = true
    if (!isQuiet) {
      this.failure = null
      this.said = ''
    }
    try {
      const answer = await work(room)
      if (ticket === this.#asked) take(answer)
    } catch (error) {
      if (ticket !== this.#asked) return true
      this.failure = error
      this.tell('syncforge-error', { error })
    }
    if (ticket !== this.#asked) return true
    this.isBusy = false
    this.#loadOutdated()
    return false
  }
  /** Once nothing else is being asked. */
  #loadOutdated(): void {
    if (this.#isOutdated && this.view === 'versions' && !this.isBusy) this.#loadVersions({ isQuiet: true })
  }
  #loadVersions(options: { readonly isQuiet?: boolean } = {}): void {
    this.#isOutdated = false
    const take = (versions: readonly Version[]) => {
      this.versions = versions
    }
    void this.#ask(({ versions }) => versions.list(this.#document), take, options).then((isOvertaken) => {
      if (!isOvertaken) return
      this.#isOutdated = true
      this.#loadOutdated()
    })
  }
  #load = (): void => {
    const document = this.#document
    if (this.view === 'versions') this.#loadVersions()
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
    const { replay, rangeMs, moment, isPlaying, text } = this
    return replayTemplate(
      this,
      { replay, rangeMs, moment, isPlaying, text },
      {
        play: this.#play,
        choose: (ms) => {
          this.#pause()
          this.rangeMs = ms
          this.#loadReplay()
        },
        seek: (to) => {
          this.#pause()
          this.#seek(to)
        },
      },
    )
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
