// Owns one stay in the room: everything on the page that needs a joined room, from the first text to the last goodbye.
import type { SyncForge } from '@syncforge/client'
import type { createAnnouncer } from './announcer.ts'
import { safeColor } from './color.ts'
import { createEditor } from './editor.ts'
import { type FullnessPlaces, showFullness } from './fullness.ts'
import { type HistoryPlaces, showHistory } from './history.ts'
import type { Identity } from './identity.ts'
import { lookAmong } from './look.ts'
import { commentedWords } from './margin/commented-words.ts'
import { canComment, type MarginPlaces, showMargin } from './margin/margin.ts'
import { selectionButton } from './margin/selection-button.ts'
import { keyOf, type Person, toPeople } from './people.ts'
import { showPointers } from './pointers.ts'
import { type RefusalPlaces, showRefusal } from './refusal.ts'
import type { Room } from './room.ts'
import { showStatus } from './status.ts'
import { headingOf, showTitle } from './title.ts'

export interface SessionPlaces {
  readonly editor: HTMLElement
  readonly column: HTMLElement
  readonly pointers: HTMLElement
  readonly title: HTMLElement
  readonly hint: HTMLElement
  readonly sign: HTMLElement
  readonly offline: HTMLElement
  readonly ended: HTMLElement
  readonly reading: HTMLElement
  readonly refusal: RefusalPlaces
  readonly fullness: FullnessPlaces
  readonly history: HistoryPlaces
  readonly margin: MarginPlaces
  /** `null` where nobody is verified. */
  readonly inbox: SyncForge['inbox'] | null
  /** Leads to a thread of another room. */
  readonly onGo: (roomId: string, threadId: string | null) => void
  readonly avatars: (people: readonly Person[]) => void
  readonly announcer: ReturnType<typeof createAnnouncer>
  /** I look otherwise from now on: somebody who was here before looks as I did. */
  readonly onLook: (identity: Identity) => void
  /** What was refused was dropped: the room's document is another one now, and wants another session. */
  readonly onDiscarded: () => void
}

/** Shows the joined and synchronised `room` on the page until `end`. */
export const startSession = (room: Room, identity: Identity, places: SessionPlaces) => {
  const doc = room.getDocument()
  const text = doc.getText('content')
  const awareness = room.getAwareness()
  let me = identity
  let people: readonly Person[] = []

  const editor = createEditor({
    parent: places.editor,
    text,
    awareness,
    extensions: [
      commentedWords({ onPick: (id) => margin.pick(id), onKey: (id) => margin.key(id) }),
      selectionButton(places.margin.selection, places.column, () => canComment(room)),
    ],
    onGeometry: () => pointers?.refresh(),
    onText: (state) => showTitle(places.title, headingOf(state)),
  })
  let pointers: ReturnType<typeof showPointers> | undefined = showPointers(room, {
    view: editor.view,
    column: places.column,
    layer: places.pointers,
    lookOf(connectionId, { user }) {
      const owner = people.find(({ key }) => key === keyOf(user))
      return owner ?? { name: user.userInfo.name, color: safeColor(user.userInfo.color, connectionId) }
    },
  })
  const history = showHistory(room, places.history, {
    people: () => people,
    say: places.announcer.say,
    onOpen: () => margin.close(),
  })
  const margin = showMargin(room, places.margin, {
    text,
    shown: editor.shown,
    view: editor.view,
    inbox: places.inbox,
    people: () => people,
    say: places.announcer.say,
    onOpen: history.close,
    onGo: places.onGo,
  })

  const introduce = (next: Identity) => {
    me = next
    const { name, color } = me
    awareness.setLocalStateField('user', { name, color, colorLight: `${color}33` })
    room.presence.update({ name, color })
  }
  /** Only those who came earlier count: of two who look the same, one moves. */
  const differ = () => {
    const everyone = toPeople(room.presence.get(), room.self)
    const earlier = everyone.slice(
      0,
      Math.max(
        0,
        everyone.findIndex(({ isSelf }) => isSelf),
      ),
    )
    const look = lookAmong(me, earlier)
    if (look === me) return
    introduce(look)
    places.onLook(look)
  }
  const showPeople = () => {
    differ()
    const everyone = toPeople(room.presence.get(), room.self)
    // On the page one comes first oneself.
    people = everyone.toSorted((a, b) => Number(b.isSelf) - Number(a.isSelf))
    places.avatars(people)
    places.announcer.peopleChanged(people)
    pointers?.refresh()
    margin.peopleChanged()
    showHint()
  }
  const showHint = () => {
    places.hint.hidden = text.length > 0 || people.length > 1
  }
  const showAccess = () => {
    const stays = room.status.get() !== 'disconnected'
    const mayWrite = ['write', 'moderate'].includes(room.access.get())
    editor.setWritable(stays && mayWrite)
    places.reading.hidden = mayWrite || !stays
  }

  introduce(me)
  text.observe(showHint)
  const stops = [
    () => text.unobserve(showHint),
    room.presence.subscribe(showPeople),
    room.status.subscribe(showAccess),
    room.access.subscribe(showAccess),
    showStatus(room, places),
    showRefusal(room, places.refusal, places.onDiscarded),
    showFullness(room, places.fullness),
  ]

  const stop = () => {
    for (const each of stops) each()
    history.end()
    margin.end()
    pointers?.stop()
    pointers = undefined
    editor.destroy()
    places.avatars([])
    places.reading.hidden = true
  }

  return {
    focus: () => editor.view.focus(),
    showThread: margin.show,
    rename: introduce,
    /** Takes everything off the page and stays in the room. */
    stop,
    end() {
      stop()
      room.leave()
    },
  }
}
