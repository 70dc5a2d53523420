// What everybody gets wrong first: each answer says what is wrong and what to do, with a request id and details.
import { SyncForge, type SyncForgeError } from '@syncforge/client'
import { describe, expect, test } from 'vitest'
import { developmentKeys } from '../kit/server.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { afterTest, createRoom, createToken, enter, freshRoomId, rest, until } from './kit.ts'

const server = sharedServer()

const refusal = async (id: string, apiKey: string): Promise<SyncForgeError> => {
  const client = new SyncForge({ endpoint: server.wsUrl, apiKey })
  afterTest(() => client.close())
  return client.joinRoom(id).then(
    () => Promise.reject(new Error('joined')),
    (error) => error,
  )
}
const requestId = expect.stringMatching(/^req_/)

test('a misspelt key: what it looks like, and what to look at', async () => {
  const error = await refusal(freshRoomId('key'), developmentKeys.publishable.slice(0, -1))
  expect({ ...error, message: error.message }).toEqual(
    expect.objectContaining({ code: 'UNAUTHORIZED', requestId, details: { prefix: 'pk_dev_syncf' } }),
  )
  expect(error.message).toMatch(/not known here: is it complete/)
})

test('a private room with a publishable key: where a token comes from', async () => {
  const id = freshRoomId('private')
  await createRoom(server, { id, access: 'private' })
  const error = await refusal(id, developmentKeys.publishable)
  expect({ ...error }).toEqual(expect.objectContaining({ code: 'FORBIDDEN', requestId, details: { room: id } }))
  expect(error.message).toMatch(/private.*authEndpoint.*POST \/api\/v1\/tokens/)
})

test('a token for other rooms: which ones', async () => {
  const [id, other] = [freshRoomId('mine'), freshRoomId('other')]
  const token = await createToken(server, 'ada', { [other]: ['write'] })
  const entering = enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })
  await expect(entering).rejects.toEqual(
    expect.objectContaining({ code: 'FORBIDDEN', requestId, details: { room: id, granted: [other] } }),
  )
})

test('what nobody may be called: which field', async () => {
  const joining = enter(server.wsUrl, freshRoomId('name'), { userInfo: { name: '' } })
  await expect(joining).rejects.toEqual(expect.objectContaining({ code: 'VALIDATION_ERROR', requestId }))
})

test('kicked: told once, with words, and it is over', async () => {
  const id = freshRoomId('kicked')
  const { room, errors } = await enter(server.wsUrl, id, { userId: 'bob' })
  await rest(server, `/rooms/${id}/participants/bob/kick`, { method: 'POST', body: JSON.stringify({}) })
  await until('the end', () => room.status.get() === 'disconnected')
  expect(errors.map(({ code, message }) => `${code}: ${message}`)).toEqual(['KICKED: You were removed from the room'])
  expect(errors[0]?.requestId).toEqual(requestId)
})

describe('colours', () => {
  const colors = ['#abc', '#2F6FEB', '#2f6febff', 'tomato', 'hsl(210 70% 50%)', 'rgb(1,2,3)', 'oklch(70% .1 200)']
  test.each([...colors, 'rgba(0 0 0 / 50%)', 'color(display-p3 1 0 0)'])(
    '%s is one, and what others see',
    async (color) => {
      const { room } = await enter(server.wsUrl, freshRoomId('color'), { userInfo: { color } })
      expect(room.self.userInfo.color).toBe(color)
    },
  )

  const others = ['red;background:url(//x)', 'url(//x)', '#12', '#12345', 'rgb(var(--x))', '', 'red"', 'expression(1)']
  test.each(others)('%s is none', async (color) => {
    const joining = enter(server.wsUrl, freshRoomId('color'), { userInfo: { color } })
    await expect(joining).rejects.toEqual(expect.objectContaining({ code: 'VALIDATION_ERROR' }))
  })
})
