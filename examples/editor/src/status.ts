// Owns the sign that says whether the text is safe, and the banners while it is not.
import type { Room } from './room.ts'

type Sign = 'saved' | 'saving' | 'refused' | 'offline' | 'ended'

/** Shorter stays in "saving" are not shown: the sign would flicker at every keystroke. */
const SAVING_SHOWN_AFTER_MS = 400

const WORDS: Record<Sign, { text: string; title: string }> = {
  saved: { text: 'Saved', title: 'Every change is stored' },
  saving: { text: 'Saving…', title: 'Changes are on their way' },
  refused: { text: 'Not saved', title: 'The room did not accept a change: it is in this window only' },
  offline: { text: 'Offline', title: 'Changes are kept in this browser until the connection is back' },
  ended: { text: 'Ended', title: 'This window no longer takes part' },
}

interface Places {
  readonly sign: HTMLElement
  readonly offline: HTMLElement
  readonly ended: HTMLElement
}

const signOf = (room: Room): Sign => {
  const status = room.status.get()
  if (status === 'disconnected') return 'ended'
  const sync = room.sync.get()
  if (status !== 'connected' || sync === 'offline') return 'offline'
  return sync === 'saved' || sync === 'refused' ? sync : 'saving'
}

/** Follows `room` until the result is called. */
export const showStatus = (room: Room, { sign, offline, ended }: Places): (() => void) => {
  const label = sign.querySelector<HTMLElement>('.status-text')
  let shown: Sign | undefined
  let later: ReturnType<typeof setTimeout> | undefined

  const show = (next: Sign) => {
    clearTimeout(later)
    later = undefined
    if (next === shown) return
    shown = next
    sign.dataset.sign = next
    sign.title = WORDS[next].title
    if (label) label.textContent = WORDS[next].text
    offline.hidden = next !== 'offline'
    ended.hidden = next !== 'ended'
  }
  const follow = () => {
    const next = signOf(room)
    if (next === 'saving' && shown === 'saved') later ??= setTimeout(() => show(signOf(room)), SAVING_SHOWN_AFTER_MS)
    else show(next)
  }
  const stops = [room.status.subscribe(follow), room.sync.subscribe(follow)]
  return () => {
    clearTimeout(later)
    for (const stop of stops) stop()
    offline.hidden = ended.hidden = true
  }
}
