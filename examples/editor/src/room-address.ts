// Owns which room the page's address means (`?room=`, `?new`, or nothing), by which share link (`#link=`) or token (`#token=`), which thread is
// to be seen (`#thread=`), and how it is written. Judges no id: the room does.
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

// What stands behind the # is not sent to servers.
const fromHash = (name: string): string | null => new URLSearchParams(location.hash.slice(1)).get(name)

/** The share link by which somebody came; `null`: by none. */
export const linkFromAddress = (): string | null => fromHash('link')

/** The room token by which somebody is verified here, for development: an app asks its own server for one. */
export const tokenFromAddress = (): string | null => fromHash('token')

/** The thread that the address names. */
export const threadFromAddress = (): string | null => fromHash('thread')

/** Opens the document of `roomId`, with one of its threads, as the same person. */
export const goTo = (roomId: string, threadId: string | null): void => {
  const hash = new URLSearchParams(location.hash.slice(1))
  hash.delete('thread')
  // A share link is for one room.
  hash.delete('link')
  if (threadId?.startsWith('thr_')) hash.set('thread', threadId)
  const address = new URL(location.href)
  address.searchParams.set(PARAMETER, roomId)
  address.hash = hash.toString()
  location.assign(address)
}

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
