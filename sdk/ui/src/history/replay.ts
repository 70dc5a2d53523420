/** Owns how a replay looks: how far back it goes, its moment, and the document as it was then. */
import type { Replay } from '@syncforge/client'
import { html, nothing, type TemplateResult } from 'lit'
import { plainText } from '../base/safe.ts'
import { languageOf } from '../base/words.ts'
import { icon } from '../parts/icons.ts'
import { exactTime } from '../parts/times.ts'
import { say } from './words.ts'

const hourMs = 3_600_000
const ranges = [
  ['lastHour', hourMs],
  ['lastDay', 24 * hourMs],
  ['lastWeek', 7 * 24 * hourMs],
] as const

/** What a replay goes back until somebody chooses more. */
export const firstRangeMs = hourMs

export interface ReplayView {
  /** `null` until it is loaded. */
  readonly replay: Replay | null
  readonly rangeMs: number
  /** Which of the moments is shown. */
  readonly moment: number
  readonly isPlaying: boolean
  /** The document at the moment. */
  readonly text: string
}

export interface ReplayActs {
  /** Plays, or pauses. */
  play(): void
  choose(rangeMs: number): void
  seek(moment: number): void
}

export const replayTemplate = (
  host: HTMLElement,
  view: ReplayView,
  { play, choose, seek }: ReplayActs,
): TemplateResult => {
  const { replay, rangeMs, moment, isPlaying, text } = view
  const language = languageOf(host)
  const range = html`<div class="row" role="group" aria-label=${say(host, 'range')}>${ranges.map(
    ([word, ms]) =>
      html`<button type="button" class="button" aria-pressed=${rangeMs === ms} @click=${() => choose(ms)}>${say(host, word)}</button>`,
  )}</div>`
  const at = replay?.moments[moment]
  if (!replay || !at) return html`${range}${replay ? html`<p class="note">${say(host, 'emptyReplay')}</p>` : nothing}`
  const time = exactTime(at.at, language)
  const names = new Intl.ListFormat(language).format(
    at.authors.map(({ name, userId }) => plainText(name || userId, 40)),
  )
  const said = names ? say(host, 'by', { time, name: names }) : time
  const word = isPlaying ? 'pause' : 'play'
  return html`${range}
    <div class="row">
      <button type="button" class="icon" part="play" title=${say(host, word)} aria-label=${say(host, word)} @click=${play}>${icon(word)}</button>
      <input
        type="range"
        part="slider"
        min="0"
        max=${replay.moments.length - 1}
        .value=${String(moment)}
        aria-label=${say(host, 'moment')}
        aria-valuetext=${said}
        @input=${(event: Event) => seek(Number((event.target as HTMLInputElement).value))}
      />
    </div>
    <p class="note" part="note">${said}</p>
    <div class="text" part="text" dir="auto">${text}</div>`
}
