/** Where there is no page: composables give their empty values, and no room is joined. */
import { expect, test } from 'vitest'
import { createSSRApp, defineComponent, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { Devtools } from './devtools.ts'
import * as SyncForge from './index.ts'

const Page = defineComponent(() => {
  const { room, status } = SyncForge.useRoom('plans', { userId: 'ada' })
  const { users } = SyncForge.usePresence(room)
  const count = SyncForge.useOthers(room, (others) => others.length)
  const { threads } = SyncForge.useComments(room)
  const { view } = SyncForge.useChat(room)
  const { lease } = SyncForge.useLock(room, 'budget')
  const { record } = SyncForge.useRecord(room, 'brief')
  const name = SyncForge.useRoomInfo(room, (info) => info.name)
  const followers = SyncForge.useStore(() => room.value?.followers, [])
  const { checklist } = SyncForge.useChecklist(room, 'launch')
  const { entries } = SyncForge.useActivity(room)
  const past = SyncForge.useHistory(room)
  const told = SyncForge.useInbox()
  const lobby = SyncForge.useLobby(['plans'])
  const doc = SyncForge.useDocument(room)
  const { state: undo } = SyncForge.useUndo(() => doc.value?.getArray('todos'))
  return () =>
    h('main', [
      JSON.stringify([
        status.value,
        users.value.length,
        count.value,
        threads.value.length,
        view.value.messages.length,
        lease.value,
        record.value,
        checklist.value,
        entries.value.length,
        past.state.value.isLoading,
        told.state.value.unread,
        told.inbox,
        lobby.state.value.rooms.length,
        doc.value,
        undo.value.canUndo,
        name.value,
        followers.value.length,
      ]),
      h(SyncForge.PresenceAvatars, { room: room.value, max: 3 }),
      h(SyncForge.CursorLayer, { room: room.value }, () => 'inside'),
      h(Devtools, { room: room.value }),
    ])
})

test('a page renders on a server: nobody is there, tags and what is inside of them are', async () => {
  expect(typeof document).toBe('undefined')
  const app = createSSRApp(Page).use(SyncForge.syncForge, {
    endpoint: 'wss://nowhere.example',
    get authEndpoint() {
      return () => {
        throw new Error('A server joins nothing')
      }
    },
  })
  const html = await renderToString(app)
  expect(html).toContain(
    '["connecting",0,0,0,0,null,null,null,0,true,0,null,0,null,false,null,0]'.replaceAll('"', '&quot;'),
  )
  expect(html).toContain('<syncforge-avatars')
  expect(html).toMatch(/<syncforge-cursors[^>]*>.*inside.*<\/syncforge-cursors>/s)
  expect(html).not.toContain('[object')
})

test('without the plugin a composable says what it needs', async () => {
  const Small = defineComponent(() => {
    const { status } = SyncForge.useRoom('plans')
    return () => status.value
  })
  await expect(renderToString(createSSRApp(Small))).rejects.toThrow('useRoom needs app.use(syncForge')
})
