/** What is said of people, and by whom, after `kill -9`: where they are, whom they follow, a lobby's numbers, and tokens that end meanwhile. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LobbyState, SyncForge } from '@syncforge/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../kit/server.ts'
import { afterTest, createRoom, createToken, enter, expireToken, freshRoomId, until } from '../../sdk/kit.ts'

let dataDir: string
let server: TestServer
const longMs = 60_000

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'syncforge-places-'))
  server = await startServer({ dataDir })
})
afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})
const crash = async (meanwhile: () => unknown = () => {}) => {
  const { port } = server
  await server.kill()
  await meanwhile()
  server = await startServer({ dataDir, port })
}

test('[PR11] [PR12] [FO5] where somebody is, what they say of themselves and whom they follow is there again; who wrote does not write for ever', async () => {
  const id = freshRoomId('places')
  const ada = await enter(server.wsUrl, id, { userId: 'ada' })
  const bob = await enter(server.wsUrl, id, { userId: 'bob' })
  const seen = () => bob.room.presence.getOthers().find(({ userId }) => userId === 'ada')
  const shown = () => bob.room.following.get()?.viewport?.x
  await ada.room.location.update({ document: 'brief', element: 'title', editing: true })
  await ada.room.availability.set({ state: 'busy', text: 'In a call' })
  bob.room.typing.subscribe(() => {})
  await bob.room.follow('ada')
  await ada.room.following.show({ x: 10, y: 20 })
  await until('all of it', () => seen()?.location?.element === 'title' && seen()?.status?.state === 'busy')
  await until('what she sees', () => shown() === 10)
  await ada.room.typing.start('title')

  await crash()
  await until('both are back', () => [ada, bob].every(({ room }) => room.status.get() === 'connected'), longMs)
  const late = await enter(server.wsUrl, id, { userId: 'late' })
  const asLate = () => late.room.presence.getOthers().find(({ userId }) => userId === 'ada')
  await until(
    'where she is',
    () => asLate()?.location?.element === 'title' && seen()?.location?.editing === true,
    longMs,
  )
  await until('what she says', () => asLate()?.status?.text === 'In a call', longMs)
  await until('nobody writes', () => bob.room.typing.get().length === 0, longMs)
  await until('he follows her', () => ada.room.followers.get().length === 1, longMs)
  await ada.room.following.show({ x: 30, y: 40 })
  await until('what she sees now', () => shown() === 30, longMs)
  // What is taken back after the crash stays so.
  await ada.room.location.update(null)
  await until('nowhere', () => seen() !== undefined && !seen()?.location && !asLate()?.location)
})

test('[LO1] [LO4] [LO5] a lobby comes back by itself, with exact numbers of what happened while it was away', async () => {
  const [one, two] = [freshRoomId('lobby'), freshRoomId('lobby')]
  for (const id of [one, two]) await createRoom(server, { id, access: 'private', graceMs: 0 })
  const signed = (userId: string) => ({
    authEndpoint: async () => ({ token: await createToken(server, userId, { [one]: ['write'], [two]: ['write'] }) }),
  })
  const bob = await enter(server.wsUrl, one, {}, signed('bob'))
  const cyd = await enter(server.wsUrl, two, {}, signed('cyd'))
  const client = new SyncForge({ endpoint: server.wsUrl, ...signed('ada') })
  afterTest(() => client.close())
  let state: LobbyState = { rooms: [], error: null }
  client.lobby([one, two]).subscribe((now) => {
    state = now
  })
  const room = (id: string) => state.rooms.find((each) => each.id === id)
  await bob.room.chat.send({ body: 'one' })
  await until('both', () => room(one)?.unread?.chat === 1 && room(two)?.total === 1)

  await crash(() => cyd.client.close())
  await until('bob is back', () => bob.room.status.get() === 'connected', longMs)
  await bob.room.chat.send({ body: 'two' })
  await bob.room.comments.create({ body: 'a word' })
  await until('what happened', () => room(one)?.unread?.chat === 2 && room(one)?.unread?.comments === 1, longMs)
  await until('who is where', () => room(one)?.total === 1 && room(two)?.total === 0, longMs)
  expect(room(one)?.people).toEqual([expect.objectContaining({ userId: 'bob' })])
  expect(state.error).toBeNull()
})

test('[LO7] a token that ended while the server was away is asked for anew: the room, its lobby and its inbox come back with it', async () => {
  const id = freshRoomId('tokens')
  await createRoom(server, { id, access: 'private' })
  const good = await createToken(server, 'ada', { [id]: ['write'] })
  let isDown = false
  let asked = 0
  let lastEndsAt = 0
  const endpoint = server.wsUrl
  const client = new SyncForge({
    endpoint,
    async authEndpoint() {
      asked += 1
      if (isDown) return { token: good }
      // A clock may be a minute late: these are good for ten seconds more.
      lastEndsAt = Date.now() + 10_000
      return { token: await expireToken(good, -50) }
    },
  })
  afterTest(() => client.close())
  const room = await client.joinRoom(id)
  let lobby: LobbyState = { rooms: [], error: null }
  client.lobby([id]).subscribe((now) => {
    lobby = now
  })
  client.inbox.subscribe(() => {})
  await until('the lobby', () => lobby.rooms[0]?.total === 1)
  const before = asked
  await crash(async () => {
    isDown = true
    await until('every token that was given has ended', () => Date.now() > lastEndsAt + 1_000)
  })
  await until('it is back', () => room.status.get() === 'connected', longMs)
  await until('the lobby is back', () => lobby.rooms[0]?.total === 1 && lobby.error === null, longMs)
  await room.chat.send({ body: 'here again' })
  await until('the inbox is back', () => client.inbox.get().error === null, longMs)
  expect(asked).toBeGreaterThan(before)
})
