/** The id of a room's life: the same for all and over sleeps, another one after the room was erased. */
import { evictDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { freshRoom, joinNative } from '../../test-kit.ts'

const generationIn = async (room: ReturnType<typeof freshRoom>) => (await joinNative(room)).welcome.room.generation

test('a room keeps its generation over sleeps and has another one after it was erased', async () => {
  const room = freshRoom()
  const first = await generationIn(room)
  expect(first).toMatch(/^gen_[0-9a-z]{20}$/)
  expect(await generationIn(room)).toBe(first)
  await evictDurableObject(room)
  expect(await generationIn(room)).toBe(first)
  expect(await generationIn(freshRoom())).not.toBe(first)

  await room.erase()
  const second = await generationIn(room)
  expect(second).toMatch(/^gen_[0-9a-z]{20}$/)
  expect(second).not.toBe(first)
})
