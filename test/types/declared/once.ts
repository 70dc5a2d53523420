// What an app says once about its rooms holds everywhere: in the client, in React's hooks and in Vue's composables.
import type { SyncForge } from '@syncforge/client'
import * as react from '@syncforge/react'
import * as vue from '@syncforge/vue'

declare module '@syncforge/client' {
  interface SyncForgeTypes {
    presence: { tool: 'pen' | 'eraser'; selection: string | null }
    userInfo: { name: string; color: string; team: string }
    events: { confetti: { x: number; y: number }; reset: null }
  }
}

export const useClient = async (client: SyncForge): Promise<void> => {
  const room = await client.joinRoom('plans')
  room.presence.update({ tool: 'pen' })
  // @ts-expect-error no such tool
  room.presence.update({ tool: 'brush' })
  // @ts-expect-error no such key
  room.presence.update({ colour: 'red' })
  const [first] = room.presence.getOthers()
  const team: string | undefined = first?.userInfo.team
  const tool: 'pen' | 'eraser' | undefined = first?.presence.tool
  // @ts-expect-error nothing of the kind was declared
  console.log(team, tool, first?.userInfo.age)
  await room.broadcast('confetti', { x: 1, y: 2 })
  await room.broadcast('reset')
  // @ts-expect-error a payload is missing
  await room.broadcast('confetti')
  // @ts-expect-error no such event
  await room.broadcast('balloons', {})
  room.on('confetti', ({ x, y }) => console.log(x + y))
  // Another kind of room of the same app.
  const other = await client.joinRoom<{ page: number }, { name: string; color: string }, { turn: { to: number } }>(
    'book',
  )
  other.presence.update({ page: 2 })
  await other.broadcast('turn', { to: 3 })
  // @ts-expect-error of the other kind
  await other.broadcast('confetti', { x: 1, y: 2 })
}

export const useReact = (): void => {
  const { room } = react.useRoom('plans')
  const { others, updatePresence } = react.usePresence(room)
  const tools: readonly ('pen' | 'eraser')[] = others.flatMap(({ presence }) => presence.tool ?? [])
  updatePresence({ tool: 'eraser' })
  // @ts-expect-error no such tool
  updatePresence({ tool: tools.join() })
  const teams: readonly string[] = react.useOthers(room, (all) => all.map(({ userInfo }) => userInfo.team))
  const broadcast = react.useBroadcast(room)
  // @ts-expect-error no such event
  void broadcast('balloons', teams)
  react.useEvent(room, 'confetti', ({ x, y }) => console.log(x + y))
  // @ts-expect-error no such event
  react.useEvent(room, 'balloons', () => {})
  const { room: book } = react.useRoom<{ page: number }>('book')
  const pages: readonly (number | undefined)[] = react.useOthers(book, (all) =>
    all.map(({ presence }) => presence.page),
  )
  // What a selector picks is what the hook gives.
  const unread: number = react.useChat(room, (given) => given.unread)
  const page: number | undefined = react.usePresence(book, (given) => given.others[0]?.presence.page)
  const content: string | undefined = react.useRecord(room, 'brief', ({ record }) => record?.content)
  console.log(pages, unread, page, content)
}

export const useVue = (): void => {
  const { room } = vue.useRoom('plans')
  const { others, updatePresence } = vue.usePresence(room)
  const tool: 'pen' | 'eraser' | undefined = others.value[0]?.presence.tool
  updatePresence({ tool })
  // @ts-expect-error no such key
  updatePresence({ colour: 'red' })
  const teams = vue.useOthers(room, (all) => all.map(({ userInfo }) => userInfo.team))
  const names: readonly string[] = teams.value
  const broadcast = vue.useBroadcast(room)
  void broadcast('confetti', { x: 1, y: 2 })
  // @ts-expect-error no such event
  void broadcast('balloons', names)
  vue.useEvent(room, 'confetti', ({ x, y }) => console.log(x + y))
  vue.useEvent(
    room,
    () => 'reset' as const,
    () => {},
  )
  // @ts-expect-error no such event
  vue.useEvent(room, 'balloons', () => {})
  const { room: book } = vue.useRoom<{ page: number }, { name: string }, { turn: { to: number } }>('book')
  const pages = vue.useOthers(book, (all) => all.map(({ presence }) => presence.page))
  const all: readonly (number | undefined)[] = pages.value
  vue.useEvent(book, 'turn', ({ to }) => console.log(to, all))
  // @ts-expect-error of the other kind
  vue.useEvent(book, 'confetti', () => {})
  const { save, isLoading } = vue.useRecord(room, () => 'brief')
  if (!isLoading.value) void save('text', { token: 3 })
}
