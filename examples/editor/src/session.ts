// Owns one stay in the room: everything on the page that needs a joined room, from the first text to the last goodbye.
import type { createAnnouncer } from './announcer.ts'
import { safeColor } from './color.ts'
import { createEditor } from './editor.ts'
import type { Identity } from './identity.ts'
import { keyOf, type Person, toPeople } from './people.ts'
import { showPointers } from './pointers.ts'
import type { Room } from './room.ts'
import { showStatus } from './status.ts'
import { bindTitle } from './title.ts'

export interface SessionPlaces {
  readonly editor: HTMLElement
  readonly column: HTMLElement
  readonly pointers: HTMLElement
  readonly title: HTMLInputElement
  readonly hint: HTMLElement
  readonly sign: HTMLElement
  readonly offline: HTMLElement
  readonly ended: HTMLElement
  readonly avatars: (people: readonly Person[]) => void
  readonly announcer: ReturnType<typeof createAnnouncer>
}

/** Shows the joined and synchronised `room` on the page until `end`. */
export const startSession = (room: Room, me: Identity, places: SessionPlaces) => {
  const doc = room.getDocument()
  const text = doc.getText('content')
  const awareness = room.getAwareness()
  let people: readonly Person[] = []

  const editor = createEditor({ parent: places.editor, text, awareness, onGeometry: () => pointers?.refresh() })
  let pointers: ReturnType<typeof showPointers> | undefined = showPointers(room, {
    view: editor.view,
    column: places.column,
    layer: places.pointers,
    lookOf(connectionId, { user }) {
      const owner = people.find(({ key }) => key === keyOf(user))
      return owner ?? { name: user.userInfo.name, color: safeColor(user.userInfo.color, connectionId) }
    },
  })

  const showPeople = () => {
    people = toPeople(room.presence.get(), room.self)
    places.avatars(people)
    places.announcer.peopleChanged(people)
    pointers?.refresh()
    showHint()
  }
  const showHint = () => {
    places.hint.hidden = text.length > 0 || people.length > 1
  }
  const showAccess = () => {
    const open = room.status.get() !== 'disconnected'
    editor.setWritable(open)
    places.title.disabled = !open
  }
  const introduce = ({ name, color }: Identity) => {
    awareness.setLocalStateField('user', { name, color, colorLight: `${color}33` })
  }

  introduce(me)
  text.observe(showHint)
  const stops = [
    () => text.unobserve(showHint),
    room.presence.subscribe(showPeople),
    room.status.subscribe(showAccess),
    showStatus(room, places),
    bindTitle(places.title, doc.getText('title'), () => editor.view.focus()),
  ]

  return {
    focus: () => editor.view.focus(),
    rename(identity: Identity) {
      introduce(identity)
      room.presence.update({ name: identity.name, color: identity.color })
    },
    end() {
      for (const stop of stops) stop()
      pointers?.stop()
      pointers = undefined
      editor.destroy()
      places.avatars([])
      places.title.disabled = true
      room.leave()
    },
  }
}
