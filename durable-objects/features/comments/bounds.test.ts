/** [CM9] What all comments of a room may have together; [AT4] [AT5] [AT7] what becomes of files that are expected, and how many there may be. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import type { Attachment, Upload as UploadShape } from '@syncforge/protocol/attachments'
import type { Comment, Thread } from '@syncforge/protocol/comments'
import { limits } from '@syncforge/protocol/limits'
import { expect, test } from 'vitest'
import type * as z from 'zod'
import { actor, askAs, freshRoom, replyOf, roomAddress, roomSettings } from '../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>
type Upload = z.infer<typeof UploadShape>
interface Said {
  readonly thread: Thread
  readonly comment: Comment
}

const begin = (room: Room, more: object = {}, user = 'ada') =>
  askAs(room, 'threads.create', { body: 'x', ...more }, user) as Promise<Said>
const expected = (room: Room, user = 'ada', bytes = 10) =>
  askAs(room, 'comments.attach', { name: 'a.png', bytes }, user) as Promise<Upload>
const store = async (room: Room, { id }: Upload, place = `there/${id}`) =>
  (await replyOf(room.fileStored({ id, type: 'image/png', place }, roomAddress()))) as {
    attachment: Attachment
    isHere: boolean
  }
const rowsOf = (room: Room) =>
  runInDurableObject(room, (_, { storage }) =>
    storage.sql.exec<{ id: string; state: number }>('SELECT id, state FROM room_file ORDER BY at, id').toArray(),
  )

test('[CM9] comments of a room have a bound in bytes, edits and anchors counted', async () => {
  const room = freshRoom()
  const { thread, comment } = await begin(room)
  await runInDurableObject(room, (_, { storage }) => {
    const body = 'x'.repeat(2 ** 20)
    for (let n = 0; n < limits.commentsTotalMaxBytes / 2 ** 20 - 1; n++)
      storage.sql.exec('INSERT INTO comments_past (comment, body, text, at) VALUES (?, ?, ?, 0)', 'com_other', body, '')
    const rest = 'x'.repeat(2 ** 20 - 1_000)
    storage.sql.exec('INSERT INTO comments_past (comment, body, text, at) VALUES (?, ?, ?, 0)', 'com_other', rest, '')
  })
  const full = { code: 'LIMIT_EXCEEDED' }
  const long = 'y'.repeat(1_500)
  await evictDurableObject(room)
  await expect(begin(room, { body: long })).rejects.toMatchObject(full)
  await expect(askAs(room, 'comments.create', { threadId: thread.id, body: long }, 'ada')).rejects.toMatchObject(full)
  await expect(askAs(room, 'comments.edit', { commentId: comment.id, body: long }, 'ada')).rejects.toMatchObject(full)
  await expect(begin(room, { metadata: { words: 'z'.repeat(990) } })).rejects.toMatchObject(full)
  expect(await askAs(room, 'comments.create', { threadId: thread.id, body: 'short' }, 'ada')).toMatchObject({
    comment: { text: 'short' },
  })
})

test('[AT4] a file is taken once it is there, by who brought it; a second try changes nothing of the first', async () => {
  const room = freshRoom()
  const upload = await expected(room)
  await expect(begin(room, { attachments: [upload.id] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const first = await store(room, upload)
  expect(first).toEqual({ attachment: { id: upload.id, name: 'a.png', type: 'image/png', bytes: 10 }, isHere: true })
  expect(await store(room, upload, 'elsewhere')).toEqual({ ...first, isHere: false })
  await expect(begin(room, { attachments: [upload.id] }, 'bob')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const { comment } = await begin(room, { attachments: [upload.id] })
  expect(comment.attachments).toEqual([first.attachment])
  await expect(begin(room, { attachments: [upload.id] })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  // After it was taken, another try does not reach what the comment has.
  expect(await store(room, upload, 'later')).toEqual({ ...first, isHere: false })
})

test('[AT5] what nobody has taken within a day is let go, what was never sent sooner; what was taken stays', async () => {
  const room = freshRoom()
  const [taken, untaken, unsent] = [await expected(room), await expected(room), await expected(room)]
  for (const upload of [taken, untaken]) await store(room, upload)
  await begin(room, { attachments: [taken.id] })
  const older = (id: string, ms: number) =>
    runInDurableObject(room, (_, { storage }) => {
      storage.sql.exec('UPDATE room_file SET at = at - ? WHERE id = ?', ms, id)
    })
  const left = async () => {
    await ringFiles(room)
    return (await rowsOf(room)).map(({ id }) => id).sort()
  }
  await older(unsent.id, limits.attachmentUploadMs * 2)
  await older(untaken.id, limits.attachmentUploadMs * 2)
  await expect.poll(left).toEqual([taken.id, untaken.id].sort())
  await older(untaken.id, limits.attachmentUntakenMs)
  await older(taken.id, limits.attachmentUntakenMs)
  await expect.poll(left).toEqual([taken.id])
})

/** Rings what is set for files, whenever that is. */
const ringFiles = async (room: Room) => {
  await runInDurableObject(room, (_, { storage }) => {
    const { value } = storage.sql.exec<{ value: string }>("SELECT value FROM actor_value WHERE key = 'wakeups'").one()
    const wakeups = JSON.parse(value) as Record<string, { at: number }>
    for (const [key, wakeup] of Object.entries(wakeups)) if (key.startsWith('room.files')) wakeup.at = 0
    storage.sql.exec("UPDATE actor_value SET value = ? WHERE key = 'wakeups'", JSON.stringify(wakeups))
  })
  await evictDurableObject(room)
  await runInDurableObject(room, (instance) => instance.alarm())
}

test('[AT7] a person has twenty files on the way, a room so many bytes; a room in memory keeps none', async () => {
  const room = freshRoom()
  for (let n = 0; n < limits.attachmentsUntakenPerPerson; n++) await expected(room)
  await expect(expected(room)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  await expected(room, 'bob')
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec('UPDATE room_file SET state = 2, bytes = ?', Math.floor(limits.attachmentsPerRoomMaxBytes / 21))
  })
  await expect(expected(room, 'bob', 1_000)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  const fleeting = freshRoom()
  expect(
    await fleeting.ask(
      'comments.attach',
      { name: 'x', bytes: 1 },
      actor({ settings: roomSettings({ persistence: 'memory' }) }),
    ),
  ).toMatchObject({ error: { code: 'VALIDATION_ERROR' } })
})

test.each([
  ['no name', { name: '', bytes: 1 }],
  ['no bytes', { name: 'x', bytes: 0 }],
  ['half a byte', { name: 'x', bytes: 0.5 }],
  ['a byte too many', { name: 'x', bytes: limits.attachmentMaxBytes + 1 }],
])('[AT1] %s is refused, and nothing is expected', async (_, body) => {
  const room = freshRoom()
  await expect(askAs(room, 'comments.attach', body, 'ada')).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  expect(await rowsOf(room)).toEqual([])
})
