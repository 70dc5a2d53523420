// Owns how the people of many small rooms come in, write and stay, by the wire they speak. Refuses to judge what they hear: that is
// the scenario's.
import { DocumentKind, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import { awarenessFrame, cursorState } from './awareness.ts'
import type { Target } from './job.ts'
import { NativePerson } from './native-person.ts'
import type { Person } from './people.ts'
import { clientFrame } from './socket.ts'
import { messagePrefix, updateFrame, YClient } from './y-client.ts'

export interface Residents {
  /** Opens one person in a room of their own choice. `heard` is called for each document update that reaches them. */
  open(room: number, person: number, heard: (update: Uint8Array) => void): Person
  /** The finished WebSocket frame of one document update in that room. */
  frame(room: number, update: Uint8Array): Uint8Array
}

const firstClientId = 0x20000000
/** As y-protocols does: an awareness state that did not change is sent again after half the time in which it would be taken for dead. */
const renewAfterMs = 15_000

const roomName = ({ room }: Target, number: number) => `${room}-${number}`
// Where the room's name is in the address, every room has an address of its own.
const roomUrl = (target: Target, number: number) => target.url.replace(target.room, roomName(target, number))

/** Stock Yjs clients: each shows an awareness state and renews it, so that a room of five hears somebody every three seconds. */
const yjsResidents = (target: Target): Residents => ({
  open(room, person, heard) {
    const name = roomName(target, room)
    const client = new YClient(roomUrl(target, room), target.dialect, name, { update: heard })
    const prefix = messagePrefix(target.dialect, name)
    let clock = 1
    const show = () =>
      client.socket.send(awarenessFrame(prefix, firstClientId + person, clock++, cursorState(person, 0)))
    client.synced.then(
      () => {
        show()
        const renewing = setInterval(() => {
          if (client.socket.isOpen) show()
          else clearInterval(renewing)
        }, renewAfterMs)
        renewing.unref()
      },
      () => {},
    )
    return client
  },
  frame: (room, update) => updateFrame(messagePrefix(target.dialect, roomName(target, room)), update),
})

/** Clients of the SDK: the runtime answers their pings, so that an idle room hears nothing. */
const nativeResidents = (target: Target): Residents => ({
  open(room, person, heard) {
    const resident = new NativePerson(
      roomUrl(target, room),
      { userId: `person-${person}` },
      {
        document(message) {
          if (message.kind === DocumentKind.update) heard(message.update)
        },
      },
    )
    const stateVector = Uint8Array.of(0)
    resident.synced.then(
      () =>
        resident.socket.send(
          clientFrame(encodeDocumentMessage({ kind: DocumentKind.step1, name: 'default', stateVector })),
        ),
      () => {},
    )
    return resident
  },
  frame: (_, update) =>
    clientFrame(encodeDocumentMessage({ kind: DocumentKind.update, name: 'default', seq: 1, update })),
})

export const residentsOf = { yjs: yjsResidents, native: nativeResidents }
