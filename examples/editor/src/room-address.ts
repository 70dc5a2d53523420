// Owns which room the page's address means (`?room=`, `?new`, or nothing), by which share link (`#link=`), and how it is written. Judges no id: the room does.
import { pick, word } from './words.ts'

const PARAMETER = 'room'
const NEW = 'new'
/** The room of the bare address: two people who open what a server printed meet there. */
const FIRST_ROOM = 'first-document'

/** The room that the address names; a fresh one for `?new`; else the first one. The address names it from then on. */
export const roomFromAddress = (): string => {
  const address = new URL(location.href)
  const named = address.searchParams.get(PARAMETER)
  if (named) return named
  const room = address.searchParams.has(NEW) ? freshRoomId() : FIRST_ROOM
  address.searchParams.delete(NEW)
  address.searchParams.set(PARAMETER, room)
  history.replaceState(null, '', address)
  return room
}

/** The share link by which somebody came; `null`: by none. Browsers do not send it to servers. */
export const linkFromAddress = (): string | null => new URLSearchParams(location.hash.slice(1)).get('link')

/** The address to give to a second person: this page, its room and the link that opens it, without anything else that the address may carry. */
export const shareAddress = (roomId: string): string => {
  const address = new URL(location.pathname, location.origin)
  address.searchParams.set(PARAMETER, roomId)
  const link = linkFromAddress()
  if (link !== null) address.hash = `link=${link}`
  return address.href
}

// The words are for people; the random tail makes the id hard to guess, because whoever knows it may open the room.
const freshRoomId = (): string => {
  const tail = Array.from({ length: 8 }, () => pick('23456789abcdefghjkmnpqrstuvwxyz')).join('')
  return `${word('adjective')}-${word('place')}-${tail}`
}
