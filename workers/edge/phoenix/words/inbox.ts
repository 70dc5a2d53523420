/** Somebody's inbox on a topic of theirs. */
import { inboxHeadMax, type Notification } from '@syncforge/protocol/inbox'
import { fieldsOf, textOf, timeOf } from './payload.ts'
import type { OpenWords } from './words.ts'

interface Told {
  readonly unread: number
  /** The newest, the newest first. */
  readonly notifications: readonly Notification[]
  readonly next: number | null
}

const notificationOf = ({ createdAt, readAt, ...told }: Notification) => ({
  ...told,
  created_at: timeOf(createdAt),
  read_at: readAt === null ? null : timeOf(readAt),
})

const unreadOf = ({ unread }: { readonly unread: number }) => ({ unread_count: unread })

export const inboxWords: OpenWords = (speaker) => {
  let { inbox } = speaker.welcome.snapshots as unknown as { readonly inbox: Told }
  let changes = 0
  const reply = ({ unread, notifications }: Pick<Told, 'unread' | 'notifications'>) => ({
    unread_count: unread,
    notifications: notifications.map(notificationOf),
  })
  /** Up to where everything was told: what is new has a higher one. */
  let toldUpTo = inbox.notifications[0]?.position ?? 0

  return {
    requests: {
      async 'notification:list'(payload) {
        const { before, unread, limit } = fieldsOf(payload) as Record<string, never>
        const page = await speaker.ask('inbox.list', {
          ...(before === undefined ? {} : { before }),
          ...(unread === undefined ? {} : { unread }),
          ...(limit === undefined ? {} : { limit }),
        })
        return { ...reply(page), next: page.next }
      },
      'notification:mark_read': async (payload) =>
        unreadOf(await speaker.ask('inbox.read', { ids: [textOf(fieldsOf(payload), 'id')] })),
      'notification:mark_all_read': async () => unreadOf(await speaker.ask('inbox.readAll', {})),
    },
    events: {
      'inbox.changed'({ notifications, removed, unread }) {
        const gone = new Set([...notifications.map(({ id }) => id), ...removed])
        const all = [...notifications, ...inbox.notifications.filter(({ id }) => !gone.has(id))]
        inbox = { ...inbox, unread, notifications: all.sort((a, b) => b.position - a.position).slice(0, inboxHeadMax) }
        if (all.length > inboxHeadMax) inbox = { ...inbox, next: inbox.notifications.at(-1)?.position ?? null }
        changes += 1
        const fresh = notifications.filter(({ position, readAt }) => position > toldUpTo && readAt === null)
        toldUpTo = Math.max(toldUpTo, ...notifications.map(({ position }) => position))
        // The oldest first, as they came.
        for (const each of fresh.reverse())
          speaker.tell('notification:new', { ...notificationOf(each), unread_count: unread })
        return false
      },
      'inbox.reset'(whole) {
        inbox = whole
        toldUpTo = Math.max(toldUpTo, ...whole.notifications.map(({ position }) => position))
        changes += 1
        return false
      },
    },
    async joining() {
      // What was removed has made place for older ones.
      for (let before = -1; before !== changes && inbox.next !== null && inbox.notifications.length < inboxHeadMax; ) {
        before = changes
        const page = await speaker.ask('inbox.list', {})
        if (before === changes) inbox = page
      }
      return reply(inbox)
    },
  }
}
