/**
 * Owns who takes part in the scripted day and what each of them does in their own way: in a browser, through the SDK, or by REST alone.
 * Names no assertion about the day itself.
 */
import {
  type Comment,
  type Lease,
  type Notification,
  type Room,
  SyncForge,
  SyncForgeError,
  type TextRecord,
} from '@syncforge/client'
import type { Browser } from 'playwright-core'
import { onTestFinished } from 'vitest'
import type { TestServer } from '../kit/server.ts'
import { createToken, rest, until } from '../sdk/kit.ts'

/** The nine records of the day, with what they are called on the page. */
export const documents = [
  { key: 'brief', title: 'Brief' },
  { key: 'audience', title: 'Audience' },
  { key: 'goals', title: 'Goals' },
  { key: 'sitemap', title: 'Site map' },
  { key: 'content', title: 'Content' },
  { key: 'design', title: 'Design' },
  { key: 'technology', title: 'Technology' },
  { key: 'launch', title: 'Launch' },
  { key: 'risks', title: 'Budget and risks' },
] as const

export interface Place {
  readonly server: () => TestServer
  readonly roomId: string
}

/** After a line that was lost one asks again, once it is back: what is asked here does no harm when it is done twice. */
const again = async <T>(room: Room, ask: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof SyncForgeError) || !['NETWORK_ERROR', 'TIMEOUT'].includes(error.code)) throw error
      await until('the line is back', () => room.status.get() === 'connected', 90_000)
    }
  }
}

/** What all of them must agree about at the end of the day. */
export interface Seen {
  readonly records: Readonly<Record<string, string>>
  readonly said: readonly string[]
  /** Who commented what, in all threads. */
  readonly commented: readonly string[]
  readonly done: number
  readonly total: number
}

type Said = Pick<Comment, 'author' | 'text'>

/** As the page shows it: who, and what. */
const commentOf = ({ author, text }: Said): string => `${author.userInfo.name}: ${text}`

/** Somebody through the SDK, who notes every holder of a lock that they hear of. */
export const joinBySdk = async (
  { server, roomId }: Place,
  userId: string,
  level: string,
  endpoint = server().wsUrl,
) => {
  const token = await createToken(server(), userId, { [roomId]: [level] })
  const client = new SyncForge({ endpoint, authEndpoint: async () => ({ token }) })
  onTestFinished(() => client.close())
  const room = await client.joinRoom(roomId)
  const stores = [room.chat, room.checklists, room.comments, room.locks]
  for (const store of stores) store.subscribe(() => {})
  /** Ids of what the inbox pushed, as they came; each once unless it was told twice. */
  const pushed: string[] = []
  client.inbox.subscribe(({ notifications }) => {
    const ids = notifications.map(({ id }) => id).reverse()
    pushed.push(...ids.filter((id, at) => !pushed.includes(id) || ids.indexOf(id) !== at))
  })

  return {
    userId,
    client,
    room,
    pushed,
    /** Adds a line to a record, under its lock. @throws LOCK_HELD when somebody else was quicker */
    async write(key: string, line: string): Promise<Lease> {
      const lease = await room.locks.acquire(key)
      const current = await room.records.get(key)
      const content = `${current?.content ?? ''}${line}\n`
      await room.records.save(key, content, { expectedVersion: current?.version ?? 0, token: lease.token })
      await room.locks.release(lease)
      return lease
    },
    say: (body: string) => room.chat.send({ body }),
    check: (id: string) => again(room, () => room.checklists.toggle(id, true)),
    async sees(): Promise<Seen> {
      const records = await Promise.all(
        documents.map(async ({ key }) => [key, (await room.records.get(key))?.content ?? '']),
      )
      const { done, total } = room.checklists.get()
      const { messages } = await room.chat.history({ limit: 100 })
      for (const { id } of room.comments.get()) await room.comments.load(id)
      const commented = room.comments.get().flatMap(({ comments }) => comments.map(commentOf))
      const said = messages.map(({ body }) => body)
      return { records: Object.fromEntries(records), said, commented: commented.sort(), done, total }
    },
  }
}

/** Somebody of whom the room only hears by REST: the customer's server says it in their name. */
export const actByRest = ({ server, roomId }: Place, userId: string) => {
  const who = { userId, userInfo: { name: userId } }
  const post = async (path: string, body: object) =>
    (await (
      await rest(server(), `/rooms/${roomId}${path}`, { method: 'POST', body: JSON.stringify(body) })
    ).json()) as never
  return {
    userId,
    comment: (
      body: unknown,
      parts: { readonly threadId?: string; readonly anchorId?: string },
    ): Promise<{ readonly threadId: string }> => post('/comments', { ...who, body, ...parts }),
    resolve: (threadId: string) => post(`/threads/${threadId}/resolve`, { userId }),
    addTask: (list: string, text: string): Promise<{ readonly id: string }> => post('/checklists', { list, text }),
    async check(id: string): Promise<void> {
      await rest(server(), `/rooms/${roomId}/checklists/${id}`, { method: 'PATCH', body: '{"done":true}' })
    },
    say: (body: string) => post('/chat', { ...who, body }),
    /** Adds a line to a record, under its lock. */
    async write(key: string, line: string): Promise<void> {
      const path = `/rooms/${roomId}/records/${key}`
      const { token }: { readonly token: number } = await post('/locks', { ...who, key })
      const { content, version } = (await (await rest(server(), path)).json()) as TextRecord
      const body = JSON.stringify({ ...who, content: `${content}${line}\n`, expectedVersion: version, token })
      await rest(server(), path, { method: 'PUT', body })
      const whose = new URLSearchParams({ userId, token: String(token) })
      await rest(server(), `/rooms/${roomId}/locks/${key}?${whose}`, { method: 'DELETE' })
    },
    async tasks(): Promise<readonly { readonly id: string; readonly list: string; readonly done: unknown }[]> {
      const answer = await rest(server(), `/rooms/${roomId}/checklists`)
      return ((await answer.json()) as { items: never }).items
    },
    async sees(): Promise<Seen> {
      const read = async (path: string) => (await (await rest(server(), `/rooms/${roomId}${path}`)).json()) as never
      const records = await Promise.all(
        documents.map(async ({ key }) => [key, ((await read(`/records/${key}`)) as TextRecord).content]),
      )
      const { messages }: { readonly messages: readonly { readonly body: string }[] } = await read('/chat?limit=100')
      const tasks = await this.tasks()
      return {
        records: Object.fromEntries(records),
        said: messages.map(({ body }) => body),
        commented: (await this.comments()).map(commentOf).sort(),
        done: tasks.filter(({ done }) => done !== null).length,
        total: tasks.length,
      }
    },
    async comments(): Promise<readonly Said[]> {
      const answer = await rest(server(), `/rooms/${roomId}/comments`)
      return ((await answer.json()) as { comments: never }).comments
    },
  }
}

/** What somebody was told, as their inbox has it. */
export const inboxOf = async ({ server }: Place, userId: string): Promise<readonly Notification[]> => {
  const answer = await rest(server(), `/users/${encodeURIComponent(userId)}/notifications`)
  return ((await answer.json()) as { notifications: readonly Notification[] }).notifications
}

/** A body that means people, such as `@Ada and @Bob: have a look`. */
export const meaning = (userIds: readonly string[], text: string) => ({
  blocks: [
    {
      type: 'paragraph' as const,
      content: [
        ...userIds.map((userId) => ({ type: 'mention' as const, userId })),
        { type: 'text' as const, text: ` ${text}` },
      ],
    },
  ],
})

/** Somebody on the page of Siteflow, proven by a token of a day, at `url`. The page's clock can be moved. */
export const openPage = async (browser: Browser, { server, roomId }: Place, userId: string, url = server().url) => {
  const wanted = { userId, userInfo: { name: userId }, rooms: { [roomId]: ['write'] }, ttlSeconds: 86_400 }
  const answer = await rest(server(), '/tokens', { method: 'POST', body: JSON.stringify(wanted) })
  const { token } = (await answer.json()) as { readonly token: string }
  const profile = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  onTestFinished(() => profile.close())
  const page = await profile.newPage()
  page.setDefaultTimeout(90_000)
  await page.clock.install()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`${url}/examples/siteflow/?workspace=${roomId}&project=${roomId}#token=${token}`)
  await page.getByRole('heading', { level: 2, name: 'Brief', exact: true }).waitFor()
  return { page, name: userId, complaints }
}
