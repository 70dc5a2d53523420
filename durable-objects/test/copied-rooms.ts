/** For tests in workerd: rooms made of others, by a fork or by an export file. */
import { actor, freshRoom, replyOf, roomAddress } from '../test-kit.ts'

type Room = ReturnType<typeof freshRoom>
type Bytes = ReadableStream<Uint8Array>

/** A new room with what a fork of this one has. */
export const forkOf = async (room: Room): Promise<Room> => {
  const packed = (await replyOf(room.pack(roomAddress(), { version: null, keys: null }, null))) as Bytes
  const fork = freshRoom()
  await replyOf(fork.unpack(packed, actor(), true))
  return fork
}

/** Brings what `from` has and `into` lacks. */
export const mergeInto = async (into: Room, from: Room): Promise<void> => {
  const known = (await replyOf(into.known(roomAddress()))) as Bytes
  const back = (await replyOf(from.pack(roomAddress(), { version: null, keys: null }, known))) as Bytes
  await replyOf(into.unpack(back, actor(), false))
}

/** A new room with what an export of this one has. */
export const importOf = async (room: Room): Promise<Room> => {
  const file = (await replyOf(room.exportFile({}, roomAddress()))) as Bytes
  const copy = freshRoom()
  const { id } = (await replyOf(copy.stageImport(file, roomAddress(), true))) as { id: string }
  await replyOf(copy.commitImport(id, roomAddress()))
  return copy
}
