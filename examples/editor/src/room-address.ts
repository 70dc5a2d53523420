// Owns the room id in the page's address (`?room=`): reads it, makes a readable one, writes it. Judges no id: the room does.
import { pick, word } from './words.ts'

const PARAMETER = 'room'

/** The room that the address names, or a fresh one, which is put into the address without a new history entry. */
export const roomFromAddress = (): string => {
  const address = new URL(location.href)
  const named = address.searchParams.get(PARAMETER)
  if (named) return named
  const fresh = freshRoomId()
  address.searchParams.set(PARAMETER, fresh)
  history.replaceState(null, '', address)
  return fresh
}

/** The address to give to a second person: this page and its room, without anything else that the address may carry. */
export const shareAddress = (roomId: string): string => {
  const address = new URL(location.pathname, location.origin)
  address.searchParams.set(PARAMETER, roomId)
  return address.href
}

// The words are for people; the random tail makes the id hard to guess, because whoever knows it may open the room.
const freshRoomId = (): string => {
  const tail = Array.from({ length: 8 }, () => pick('23456789abcdefghjkmnpqrstuvwxyz')).join('')
  return `${word('adjective')}-${word('place')}-${tail}`
}
