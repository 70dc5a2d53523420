/** Owns the settings of an inbox: which kinds one is told of and where, when not to be disturbed, what is muted. */
import type { NotificationPreferences, PreferencesPatch } from '@syncforge/client'
import { html, nothing, type TemplateResult } from 'lit'
import { plainText } from '../base/safe.ts'
import type { Words } from '../base/words.ts'
import { say } from './words.ts'

type Host = HTMLElement & { readonly words?: Words | null | undefined }

const kinds = [
  ['mention', 'kindMention'],
  ['reply', 'kindReply'],
  ['resolve', 'kindResolve'],
] as const

/** What is offered before somebody has chosen. */
const night = { from: '22:00', to: '07:00' }

const channelsOf = ({ kinds: all }: NotificationPreferences, kind: string) =>
  all[kind] ?? all['*'] ?? { inApp: true, email: true }

/** @param change is told what is to be another than before; the rest stays */
export const settingsTemplate = (
  host: Host,
  preferences: NotificationPreferences,
  change: (patch: PreferencesPatch) => void,
): TemplateResult => {
  const box = (kind: string, label: string, channel: 'inApp' | 'email') => {
    const isOn = channelsOf(preferences, kind)[channel]
    return html`<td>
      <input
        type="checkbox"
        aria-label=${`${label}, ${say(host, channel)}`}
        .checked=${isOn}
        @change=${(event: Event) => change({ kinds: { [kind]: { [channel]: (event.target as HTMLInputElement).checked } } })}
      />
    </td>`
  }
  const { doNotDisturb, muted } = preferences
  const daily = doNotDisturb?.daily
  const setDaily = (next: { readonly from: string; readonly to: string } | null) => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    const until = doNotDisturb?.until
    const kept = until === undefined ? {} : { until }
    if (next) change({ doNotDisturb: { ...kept, daily: { ...next, timeZone } } })
    else change({ doNotDisturb: until === undefined ? null : kept })
  }
  const time = (word: 'from' | 'to', value: string) =>
    html`<label>${say(host, word)}
      <input
        type="time"
        class="field"
        required
        .value=${value}
        @change=${(event: Event) => {
          const at = (event.target as HTMLInputElement).value
          if (daily && at) setDaily({ from: daily.from, to: daily.to, [word]: at })
        }}
      /></label>`
  return html`<table>
      <thead><tr><th scope="col">${say(host, 'kinds')}</th><th scope="col">${say(host, 'inApp')}</th><th scope="col">${say(host, 'email')}</th></tr></thead>
      <tbody>${kinds.map(([kind, word]) => {
        const label = say(host, word)
        return html`<tr><th scope="row">${label}</th>${box(kind, label, 'inApp')}${box(kind, label, 'email')}</tr>`
      })}</tbody>
    </table>
    <label><input type="checkbox" .checked=${daily !== undefined} @change=${(event: Event) => setDaily((event.target as HTMLInputElement).checked ? night : null)} />${say(host, 'disturb')}</label>
    ${daily ? html`<div class="times">${time('from', daily.from)} ${time('to', daily.to)}</div>` : nothing}
    <h3>${say(host, 'muted')}</h3>
    ${muted.length === 0 ? html`<p class="note">${say(host, 'noMuted')}</p>` : nothing}
    <ul role="list">${muted.map((at) => {
      const room = plainText(at.roomId, 60)
      const name = at.threadId ? say(host, 'mutedThread', { room }) : room
      return html`<li><bdi class="go">${name}</bdi><button type="button" class="quiet" aria-label=${`${say(host, 'unmute')}: ${name}`} @click=${() => change({ unmute: [at] })}>${say(host, 'unmute')}</button></li>`
    })}</ul>`
}
