/** Owns what stands in the tabs of the tools. */
import type { PresenceUser, Room } from '@syncforge/client'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { colorOf, keyOf, nameOf } from '../base/safe.ts'
import type { Asked, RecordedFrame, WireRecord } from './record.ts'
import { treeItem, type Unfolded } from './tree.ts'
import type { Weather } from './wire.ts'
import type { Say } from './words.ts'

const mostRows = 200

const bytesOf = (say: Say, count: number) =>
  count < 10_000 ? say('bytes', { count }) : say('kilobytes', { count: Math.round(count / 1_000) })
const tenth = (ms: number) => Math.round(ms * 10) / 10
const clock = (at: number) => new Date(at).toISOString().slice(11, 23)

export const peopleView = (say: Say, room: Room): TemplateResult => {
  const one = (user: PresenceUser) => html`<tr>
    <td class="person" .style=${`--person:${colorOf(user)}`}><span class="swatch"></span> <bdi>${nameOf(user)}</bdi></td>
    <td><bdi>${user.userId}</bdi></td>
    <td>${say(user.verified ? 'verified' : 'claimed')}</td>
    <td>${user.activity}${user.agent ? `, ${say('agent')}` : ''}</td>
    <td>${user.connections.map(({ connectionId, joinedAt, presence }) => html`<div>${connectionId} <span class="faint">${say('since', { time: clock(joinedAt) })}</span><pre dir="ltr">${JSON.stringify(presence)}</pre></div>`)}</td>
  </tr>`
  const { connectionId, access } = room.self
  return html`<dl>
      <dt>${say('room')}</dt><dd><bdi>${room.id}</bdi></dd>
      <dt>${say('me')}</dt><dd>${connectionId}, ${access}</dd>
    </dl>
    <table>
      <thead><tr><th>${say('name')}</th><th>${say('id')}</th><th>${say('identity')}</th><th>${say('activity')}</th><th>${say('connections')}</th></tr></thead>
      <tbody>${repeat(room.presence.get().slice(0, mostRows), keyOf, one)}</tbody>
    </table>`
}

export const documentsView = (
  say: Say,
  room: Room,
  names: readonly string[],
  unfolded: Unfolded,
  open: (name: string) => void,
): TemplateResult => {
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const field = (event.currentTarget as HTMLFormElement).elements[0] as HTMLInputElement
    if (field.value) open(field.value)
  }
  const one = (name: string) => {
    const roots = () => [...room.getDocument(name).share.entries()]
    const path = `document ${name}`
    const toggled = (event: Event) => unfolded.toggle(path, (event.currentTarget as HTMLDetailsElement).open)
    return html`<details .open=${unfolded.has(path)} @toggle=${toggled}>
      <summary><b><bdi>${name}</bdi></b></summary>
      <ul>${unfolded.has(path) ? roots().map(([root, type]) => treeItem(root, type, `${path}\n${root}`, unfolded, say)) : nothing}</ul>
    </details>`
  }
  return html`<form class="tools" @submit=${submit}>
      <label>${say('document')} <input required placeholder="default" /></label><button type="submit">${say('open')}</button>
    </form>
    ${names.length === 0 ? html`<p class="faint">${say('noDocuments')}</p>` : nothing}
    ${names.map(one)}`
}

export interface FramesState {
  readonly filter: string
  readonly isPaused: boolean
}

export const framesView = (
  say: Say,
  frames: readonly RecordedFrame[],
  { filter, isPaused }: FramesState,
  change: (state: Partial<FramesState>) => void,
  clear: () => void,
): TemplateResult => {
  const shown = frames.filter(({ kind, room }) => `${kind} ${room}`.includes(filter)).slice(-mostRows)
  const sum = (way: string) => frames.reduce((all, frame) => all + (frame.way === way ? frame.bytes : 0), 0)
  const one = ({ at, way, room, kind, bytes: size, text }: RecordedFrame) => html`<tr>
    <td>${clock(at)}</td><td>${way === 'out' ? '→' : '←'}<span class="spoken">${say(way)}</span></td><td><bdi>${room}</bdi></td><td>${size}</td>
    <td><details><summary>${kind}</summary><pre dir="ltr">${text}</pre></details></td>
  </tr>`
  return html`<div class="tools">
      <label>${say('only')} <input .value=${filter} placeholder="document" @input=${(event: Event) => change({ filter: (event.target as HTMLInputElement).value })} /></label>
      <label><input type="checkbox" .checked=${isPaused} @change=${() => change({ isPaused: !isPaused })} /> ${say('pause')}</label>
      <button type="button" @click=${clear}>${say('clear')}</button>
      <span class="faint">${say('sums', { count: frames.length, out: bytesOf(say, sum('out')), in: bytesOf(say, sum('in')) })}</span>
    </div>
    <table>
      <thead><tr><th>${say('at')}</th><th>${say('way')}</th><th>${say('room')}</th><th>${say('size')}</th><th>${say('what')}</th></tr></thead>
      <tbody>${repeat(shown.toReversed(), ({ id }) => id, one)}</tbody>
    </table>`
}

const quantile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

export const networkView = (
  say: Say,
  room: Room | null,
  record: WireRecord,
  weather: Weather,
  bufferedBytes: number,
  change: (weather: Partial<Weather>) => void,
  cut: () => void,
): TemplateResult => {
  const trips = record.roundTrips()
  const kinds = new Map<string, number[]>()
  const label = ({ what, document }: Asked) => (document === undefined ? what : say('edit', { document }))
  for (const trip of trips) kinds.set(label(trip), [...(kinds.get(label(trip)) ?? []), trip.ms])
  const waiting = record.waiting()
  const now = performance.now()
  const number = (event: Event) => Number((event.target as HTMLInputElement).value) || 0
  return html`<div class="tools">
      <label><input type="checkbox" .checked=${weather.offline} @change=${() => change({ offline: !weather.offline })} /> ${say('offline')}</label>
      <label>${say('later')} <input type="number" min="0" max="10000" step="50" .value=${String(weather.delayMs)} @change=${(event: Event) => change({ delayMs: Math.min(10_000, Math.max(0, number(event))) })} /></label>
      <label>${say('lost')} <input type="number" min="0" max="100" .value=${String(weather.loss * 100)} @change=${(event: Event) => change({ loss: Math.min(1, Math.max(0, number(event) / 100)) })} /></label>
      <button type="button" @click=${cut}>${say('cut')}</button>
    </div>
    <dl>
      <dt>${say('connection')}</dt><dd>${room?.status.get() ?? say('none')}</dd>
      <dt>${say('documents')}</dt><dd>${room?.sync.get() ?? ''}</dd>
      <dt>${say('unsent')}</dt><dd><bdi>${bytesOf(say, bufferedBytes)}</bdi></dd>
    </dl>
    <p class="head">${say('waiting', { count: waiting.length })}</p>
    <ul>${waiting.slice(0, 50).map((asked) => html`<li><bdi>${label(asked)}</bdi> <span class="faint">${say('ms', { count: Math.round(now - asked.since) })}</span></li>`)}</ul>
    <p class="head">${say('trips', { count: trips.length })}</p>
    <table>
      <thead><tr><th>${say('what')}</th><th>${say('times')}</th><th>${say('median')}</th><th>${say('p95')}</th></tr></thead>
      <tbody>${[...kinds].map(([what, times]) => {
        return html`<tr><td><bdi>${what}</bdi></td><td>${times.length}</td><td><bdi>${say('ms', { count: tenth(quantile(times, 0.5)) })}</bdi></td><td><bdi>${say('ms', { count: tenth(quantile(times, 0.95)) })}</bdi></td></tr>`
      })}</tbody>
    </table>`
}
