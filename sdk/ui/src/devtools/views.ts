/** Owns what stands in the tabs of the tools. The words are not the app's: these tools are for whoever builds it. */
import type { PresenceUser, Room } from '@syncforge/client'
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { colorOf, keyOf, nameOf } from '../base/safe.ts'
import type { RecordedFrame, WireRecord } from './record.ts'
import { treeItem, type Unfolded } from './tree.ts'
import type { Weather } from './wire.ts'

const mostRows = 200

const bytes = (count: number) => (count < 10_000 ? `${count} B` : `${Math.round(count / 1_000)} kB`)
const clock = (at: number) => new Date(at).toISOString().slice(11, 23)

export const peopleView = (room: Room): TemplateResult => {
  const one = (user: PresenceUser) => html`<tr>
    <td class="person" .style=${`--person:${colorOf(user)}`}><span class="swatch"></span> <bdi>${nameOf(user)}</bdi></td>
    <td><bdi>${user.userId}</bdi></td>
    <td>${user.verified ? 'verified' : 'claimed'}</td>
    <td>${user.activity}${user.agent ? ', agent' : ''}</td>
    <td>${user.connections.map(({ connectionId, joinedAt, presence }) => html`<div>${connectionId} <span class="faint">since ${clock(joinedAt)}</span><pre>${JSON.stringify(presence)}</pre></div>`)}</td>
  </tr>`
  const { connectionId, access } = room.self
  return html`<dl>
      <dt>Room</dt><dd><bdi>${room.id}</bdi></dd>
      <dt>I am</dt><dd>${connectionId}, ${access}</dd>
    </dl>
    <table>
      <thead><tr><th>Name</th><th>Id</th><th>Identity</th><th>Activity</th><th>Connections and their presence</th></tr></thead>
      <tbody>${repeat(room.presence.get().slice(0, mostRows), keyOf, one)}</tbody>
    </table>`
}

export const documentsView = (
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
      <ul>${unfolded.has(path) ? roots().map(([root, type]) => treeItem(root, type, `${path}\n${root}`, unfolded)) : nothing}</ul>
    </details>`
  }
  return html`<form class="tools" @submit=${submit}>
      <label>Document <input required placeholder="default" /></label><button type="submit">Open</button>
    </form>
    ${names.length === 0 ? html`<p class="faint">No document was spoken of since these tools are here.</p>` : nothing}
    ${names.map(one)}`
}

export interface FramesState {
  readonly filter: string
  readonly isPaused: boolean
}

export const framesView = (
  frames: readonly RecordedFrame[],
  { filter, isPaused }: FramesState,
  change: (state: Partial<FramesState>) => void,
  clear: () => void,
): TemplateResult => {
  const shown = frames.filter(({ kind, room }) => `${kind} ${room}`.includes(filter)).slice(-mostRows)
  const sum = (way: string) => frames.reduce((all, frame) => all + (frame.way === way ? frame.bytes : 0), 0)
  const one = ({ at, way, room, kind, bytes: size, text }: RecordedFrame) => html`<tr>
    <td>${clock(at)}</td><td>${way === 'out' ? '→' : '←'}<span class="spoken">${way}</span></td><td><bdi>${room}</bdi></td><td>${size}</td>
    <td><details><summary>${kind}</summary><pre>${text}</pre></details></td>
  </tr>`
  return html`<div class="tools">
      <label>Only <input .value=${filter} placeholder="document" @input=${(event: Event) => change({ filter: (event.target as HTMLInputElement).value })} /></label>
      <label><input type="checkbox" .checked=${isPaused} @change=${() => change({ isPaused: !isPaused })} /> Pause</label>
      <button type="button" @click=${clear}>Clear</button>
      <span class="faint">${frames.length} frames, ${bytes(sum('out'))} out, ${bytes(sum('in'))} in</span>
    </div>
    <table>
      <thead><tr><th>At</th><th>Way</th><th>Room</th><th>Bytes</th><th>What</th></tr></thead>
      <tbody>${repeat(shown.toReversed(), ({ id }) => id, one)}</tbody>
    </table>`
}

const quantile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

export const networkView = (
  room: Room | null,
  record: WireRecord,
  weather: Weather,
  bufferedBytes: number,
  change: (weather: Partial<Weather>) => void,
  cut: () => void,
): TemplateResult => {
  const trips = record.roundTrips()
  const kinds = new Map<string, number[]>()
  for (const { what, ms } of trips) kinds.set(what, [...(kinds.get(what) ?? []), ms])
  const waiting = record.waiting()
  const now = performance.now()
  const number = (event: Event) => Number((event.target as HTMLInputElement).value) || 0
  return html`<div class="tools">
      <label><input type="checkbox" .checked=${weather.offline} @change=${() => change({ offline: !weather.offline })} /> Offline</label>
      <label>Later by <input type="number" min="0" max="10000" step="50" .value=${String(weather.delayMs)} @change=${(event: Event) => change({ delayMs: Math.min(10_000, Math.max(0, number(event))) })} /> ms</label>
      <label>Lost on the way <input type="number" min="0" max="100" .value=${String(weather.loss * 100)} @change=${(event: Event) => change({ loss: Math.min(1, Math.max(0, number(event) / 100)) })} /> %</label>
      <button type="button" @click=${cut}>Break the connection</button>
    </div>
    <dl>
      <dt>Connection</dt><dd>${room?.status.get() ?? 'no room'}</dd>
      <dt>Documents</dt><dd>${room?.sync.get() ?? ''}</dd>
      <dt>Not sent yet</dt><dd>${bytes(bufferedBytes)}</dd>
    </dl>
    <p class="head">Waiting for an answer: ${waiting.length}</p>
    <ul>${waiting.slice(0, 50).map(({ what, since }) => html`<li><bdi>${what}</bdi> <span class="faint">${Math.round(now - since)} ms</span></li>`)}</ul>
    <p class="head">Round trips, the last ${trips.length}</p>
    <table>
      <thead><tr><th>What</th><th>Times</th><th>Median</th><th>P95</th></tr></thead>
      <tbody>${[...kinds].map(([what, times]) => {
        return html`<tr><td><bdi>${what}</bdi></td><td>${times.length}</td><td>${quantile(times, 0.5).toFixed(1)} ms</td><td>${quantile(times, 0.95).toFixed(1)} ms</td></tr>`
      })}</tbody>
    </table>`
}
