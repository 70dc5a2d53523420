/** Somebody's inbox on a topic of theirs. */
import type { Notification } from '@syncforge/protocol/inbox'
import { fieldsOf, textOf, timeOf } from './payload.ts'
import type { OpenWords } from './words.ts'

interface Told {
  readonly unread: number
  readonly notifications: readonly Notification[]
}

const notificationOf = ({ createdAt, readAt, ...told }: Notification) => ({
  ...told,
  created_at: timeOf(createdAt),
  read_at: readAt === null ? null : timeOf(readAt),
})

const unreadOf = ({ unread }: { readonly unread: number }) => ({ unread_count: unread })

export const inboxWords: OpenWords = (speaker) => {
  const { inbox } = speaker.welcome.snapshots as unknown as { readonly inbox: Told }
  const reply = ({ unread, notifications }: Told) => ({
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
      'inbox.changed'({ notifications, unread }) {
        const fresh = notifications.filter(({ position, readAt }) => position > toldUpTo && readAt === null)
        toldUpTo = Math.max(toldUpTo, ...notifications.map(({ position }) => position))
        // The oldest first, as they came.
        for (const each of fresh.reverse())
          speaker.tell('notification:new', { ...notificationOf(each), unread_count: unread })
        return false
      },
    },
    joining: () => reply(inbox),
  }
}
