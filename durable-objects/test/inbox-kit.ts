/** For tests in workerd: an inbox that no other test has, and tabs on it. */
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import type { Notification } from '@syncforge/protocol/inbox'
import {
  type InboxAdmission,
  inboxAdmissionHeader,
  inboxObjectName,
  type ToldNotification,
} from '../inbox/admission.ts'
import type { Inbox } from '../inbox/inbox.ts'
import { type Heard, replyOf, until } from '../test-kit.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      INBOX: DurableObjectNamespace<Inbox>
    }
  }
}

/** What a tab holds: `welcome`, and every event put over it. */
interface Shown {
  unread: number
  quiet: boolean
  notifications: Notification[]
}

type Changed = Shown & { readonly removed: readonly string[] }

export const freshInbox = (userId = 'ada', organizationId = createId('org')) => {
  const owner = { organizationId, userId }
  const object = () => env.INBOX.getByName(inboxObjectName(owner))
  return {
    owner,
    object,
    told: (part: Partial<ToldNotification> = {}): ToldNotification => ({
      id: createId('evt'),
      kind: 'custom',
      roomId: null,
      threadId: null,
      about: null,
      actor: null,
      sender: 'kind custom',
      text: '',
      payload: {},
      at: Date.now(),
      ...part,
    }),
    /** Hands these over. */
    take: (...told: readonly ToldNotification[]) =>
      object().take(
        owner,
        told.map((one) => ({ does: 'tell', told: one }) as const),
      ),
    ask: (name: string, body: unknown) => replyOf(object().ask(owner, name, body)),
    async tab(overrides: Partial<InboxAdmission> = {}) {
      const admission: InboxAdmission = {
        ...owner,
        requestId: createId('req'),
        userInfo: { name: 'Ada' },
        email: null,
        credential: null,
        expiresAt: Date.now() + 600_000,
        publicUrl: 'http://localhost',
        ...overrides,
      }
      const headers = { upgrade: 'websocket', [inboxAdmissionHeader]: JSON.stringify(admission) }
      const { webSocket: socket } = await object().fetch('http://inbox/', { headers })
      if (socket === null) throw new Error('no socket')
      const heard: Heard[] = []
      const closed: string[] = []
      let shown: Shown | null = null
      const change = ({ unread, quiet, notifications, removed }: Changed) => {
        const gone = new Set([...removed, ...notifications.map(({ id }) => id)])
        const others = (shown?.notifications ?? []).filter(({ id }) => !gone.has(id))
        const all = [...notifications, ...others].sort((a, b) => b.position - a.position)
        shown = { unread, quiet, notifications: all.slice(0, 50) }
      }
      socket.addEventListener('message', ({ data }) => {
        const message = JSON.parse(String(data)) as Heard
        heard.push(message)
        if (message.type === 'welcome') shown = (message.body as { snapshots: { inbox: Shown } }).snapshots.inbox
        if (message.type === 'inbox.reset') shown = message.body as Shown
        if (message.type === 'inbox.changed') change(message.body as Changed)
      })
      socket.addEventListener('close', ({ code, reason }) => void closed.push(`${code} ${reason}`))
      socket.accept()
      socket.send(JSON.stringify({ type: 'hello', body: {} }))
      await until(() => shown ?? closed[0], 'a welcome or a close')
      let ref = 0
      return {
        socket,
        heard,
        closed,
        shown: (): Shown => shown ?? { unread: -1, quiet: false, notifications: [] },
        async ask(type: string, body: unknown): Promise<Heard> {
          ref += 1
          const mine = ref
          socket.send(JSON.stringify({ type, ref: mine, body }))
          return until(() => heard.find((message) => message.ref === mine), `an answer to ${type}`)
        },
      }
    },
  }
}
